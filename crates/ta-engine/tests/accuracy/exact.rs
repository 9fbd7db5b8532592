//! Numbers to prove by: sums, differences and products are exact, whatever the sizes; what cannot be
//! (quotients, roots, exponentials) has [`BITS`] bits.

use dashu_float::FBig;
use dashu_float::round::mode::Zero;
use std::cmp::Ordering;

/// Bits of what is not exact: every bound is some 200 bits coarser.
const BITS: usize = 256;

type Float = FBig<Zero, 2>;

/// A number of unlimited precision.
#[derive(Clone, Debug)]
pub struct Big(Float);

impl Big {
    /// A finite number, exactly.
    pub fn of(value: f64) -> Big {
        let float = Float::try_from(value).expect("a finite number");
        Big(unlimited(float))
    }
    /// A count, exactly.
    pub fn count(rows: usize) -> Big {
        Big(unlimited(Float::from(rows as u64)))
    }
    pub fn zero() -> Big {
        Big(unlimited(Float::ZERO))
    }
    pub fn plus(&self, other: &Big) -> Big {
        Big(&self.0 + &other.0)
    }
    pub fn minus(&self, other: &Big) -> Big {
        Big(&self.0 - &other.0)
    }
    pub fn times(&self, other: &Big) -> Big {
        Big(&self.0 * &other.0)
    }
    pub fn over(&self, other: &Big) -> Big {
        if self.is_zero() {
            return Big::zero();
        }
        Big(unlimited(&limited(&self.0) / &limited(&other.0)))
    }
    pub fn root(&self) -> Big {
        if self.is_zero() {
            return Big::zero();
        }
        Big(unlimited(limited(&self.0).sqrt()))
    }
    pub fn exp(&self) -> Big {
        // Too near to 1 to be told from it in so many bits; the square of what is added is not needed.
        if self.size().compared(&Big::of(1e-40)).is_lt() {
            return Big::of(1.0).plus(self);
        }
        Big(unlimited(limited(&self.0).exp()))
    }
    pub fn log(&self) -> Big {
        Big(unlimited(limited(&self.0).ln()))
    }
    pub fn sine(&self) -> Big {
        self.by(|x| x.sin(), Some(self))
    }
    pub fn cosine(&self) -> Big {
        self.by(|x| x.cos(), None)
    }
    pub fn tangent(&self) -> Big {
        self.by(|x| x.tan(), Some(self))
    }
    pub fn arc_sine(&self) -> Big {
        self.by(|x| x.asin(), Some(self))
    }
    pub fn arc_cosine(&self) -> Big {
        self.by(|x| x.acos(), None)
    }
    pub fn arc_tangent(&self) -> Big {
        self.by(|x| x.atan(), Some(self))
    }
    pub fn hyperbolic_sine(&self) -> Big {
        self.by(|x| x.sinh(), Some(self))
    }
    pub fn hyperbolic_cosine(&self) -> Big {
        self.by(|x| x.cosh(), None)
    }
    pub fn hyperbolic_tangent(&self) -> Big {
        self.by(|x| x.tanh(), Some(self))
    }
    /// A function that of a tiny number is that number (or 1), to within more than the bits that are kept.
    fn by(&self, function: impl Fn(&Float) -> Float, tiny: Option<&Big>) -> Big {
        if self.size().compared(&Big::of(1e-40)).is_lt() {
            return match tiny {
                Some(same) => same.clone(),
                None => Big(unlimited(function(&limited(&Float::ZERO)))),
            };
        }
        Big(unlimited(function(&limited(&self.0))))
    }
    /// A positive number to a power.
    pub fn power(&self, exponent: &Big) -> Big {
        self.log().times(exponent).exp()
    }
    /// The remainder that has the dividend's sign, exactly.
    pub fn remainder(&self, divisor: &Big) -> Big {
        Big(&self.0 % &divisor.0)
    }
    /// To [`BITS`] bits, so that a recurrence does not grow for ever.
    pub fn rounded(self) -> Big {
        Big(unlimited(limited(&self.0)))
    }
    pub fn negative(&self) -> Big {
        Big(-self.0.clone())
    }
    pub fn size(&self) -> Big {
        if self.is_negative() {
            self.negative()
        } else {
            self.clone()
        }
    }
    pub fn floor(&self) -> Big {
        Big(unlimited(self.0.floor()))
    }
    pub fn is_zero(&self) -> bool {
        self.0 == Float::ZERO
    }
    pub fn is_negative(&self) -> bool {
        self.0 < Float::ZERO
    }
    pub fn compared(&self, other: &Big) -> Ordering {
        self.0.partial_cmp(&other.0).expect("numbers have an order")
    }
    /// The distance from the double at or next below in size to the next, were there doubles of every size.
    pub fn ulp(&self) -> Big {
        let repr = self.0.repr();
        let exponent = repr.exponent() + repr.digits() as isize - 1;
        let exponent = if self.is_zero() {
            -1074
        } else {
            (exponent - 52).max(-1074)
        };
        Big(unlimited(Float::from_parts(1.into(), exponent)))
    }
    /// The double at or next below in size; infinite from 2^1024 on.
    pub fn towards_zero(&self) -> f64 {
        let near = Float::to_f64(&self.0).value();
        if Big::of(f64::MAX).compared(&self.size()).is_lt() {
            // Compared, not subtracted: a number of millions of binary places would be written out for it.
            let limit = Big::of(f64::MAX).plus(&Big::of(f64::MAX).ulp());
            let within = self.size().compared(&limit).is_lt();
            let size = if within { f64::MAX } else { f64::INFINITY };
            return if self.is_negative() { -size } else { size };
        }
        if Big::of(near).size().compared(&self.size()) == Ordering::Greater {
            f64::from_bits(near.to_bits() - 1)
        } else {
            near
        }
    }
}

fn limited(float: &Float) -> Float {
    float.clone().with_precision(BITS).value()
}

fn unlimited(float: Float) -> Float {
    float.with_precision(0).value()
}

#[test]
fn exact_numbers_are_exact() {
    let [tiny, huge, third] = [5e-324, f64::MAX, 1.0 / 3.0].map(Big::of);
    let sum = huge.plus(&tiny).plus(&third);
    assert_eq!(sum.minus(&huge).minus(&third).towards_zero(), 5e-324);
    assert_eq!(sum.towards_zero(), f64::MAX);
    assert_eq!(huge.plus(&huge).towards_zero(), f64::INFINITY);
    assert_eq!(
        huge.plus(&huge.ulp().times(&Big::of(0.5))).towards_zero(),
        f64::MAX
    );
    assert_eq!(huge.plus(&huge.ulp()).towards_zero(), f64::INFINITY);
    assert_eq!(tiny.times(&tiny).towards_zero(), 0.0);
    assert_eq!(tiny.times(&Big::of(1.75)).towards_zero(), 5e-324);
    assert_eq!(tiny.times(&Big::of(-3.75)).towards_zero(), -1.5e-323);
    for x in [1.0_f64, 1.5, 2.0, 3e-310, 1e-308, 5e-324, 1e300, 0.1] {
        let next = Big::of(f64::from_bits(x.to_bits() + 1));
        assert!(
            next.minus(&Big::of(x)).compared(&Big::of(-x).ulp()).is_eq(),
            "{x:e}"
        );
    }
    assert_eq!(Big::of(1.0).over(&Big::of(3.0)).towards_zero(), 1.0 / 3.0);
    assert_eq!(
        Big::of(2.0).over(&Big::of(3.0)).towards_zero(),
        0.6666666666666666
    );
    assert_eq!(
        Big::of(2.0)
            .root()
            .times(&Big::of(2.0).root())
            .minus(&Big::of(2.0))
            .size()
            .compared(&Big::of(1e-70)),
        Ordering::Less
    );
    assert_eq!(Big::of(-7.5).remainder(&Big::of(2.0)).towards_zero(), -1.5);
    assert_eq!(huge.remainder(&Big::of(3.0)).towards_zero(), 2.0);
    // Digits of e, its logarithm and its square, from elsewhere.
    let e = Big::of(1.0).exp();
    assert_eq!(
        e.minus(&Big::of(std::f64::consts::E)).towards_zero(),
        1.44564689172925e-16
    );
    assert!(
        e.log()
            .minus(&Big::of(1.0))
            .size()
            .compared(&Big::of(1e-70))
            .is_lt()
    );
    assert!(
        e.power(&Big::of(2.0))
            .minus(&e.times(&e))
            .size()
            .compared(&Big::of(1e-70))
            .is_lt()
    );
    assert_eq!(Big::of(-2.5).floor().towards_zero(), -3.0);
}
