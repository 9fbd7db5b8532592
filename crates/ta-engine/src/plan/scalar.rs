//! Scalars (PL5): parameter arithmetic, settled when a plan is bound, and its interval analysis.

use crate::kernels::finite;

macro_rules! operators {
    ($($name:ident = $code:literal / $arity:literal),* $(,)?) => {
        /// An operator and its number in a plan.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Operator { $($name = $code),* }

        impl Operator {
            /// Every operator.
            pub const ALL: &'static [Operator] = &[$(Operator::$name),*];

            pub fn from_code(code: u64) -> Option<Operator> {
                match code {
                    $($code => Some(Operator::$name),)*
                    _ => None,
                }
            }

            /// Operands, those of `Const` and `Param` (an index) included.
            pub fn arity(self) -> usize {
                match self { $(Operator::$name => $arity),* }
            }
        }
    };
}

operators! {
    Const = 0 / 1, Param = 1 / 1, Stable = 2 / 0,
    Neg = 10 / 1, Abs = 11 / 1, Sqrt = 12 / 1, Floor = 13 / 1, Ceil = 14 / 1, Round = 15 / 1, Trunc = 16 / 1,
    Exp = 17 / 1, Log = 18 / 1, Not = 19 / 1,
    Add = 30 / 2, Sub = 31 / 2, Mul = 32 / 2, Div = 33 / 2, Mod = 34 / 2, Pow = 35 / 2, Min = 36 / 2, Max = 37 / 2,
    Lt = 40 / 2, Le = 41 / 2, Gt = 42 / 2, Ge = 43 / 2, Eq = 44 / 2, Ne = 45 / 2, And = 46 / 2, Or = 47 / 2,
    Select = 60 / 3,
}

/// One scalar. Operands beyond the operator's arity are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scalar {
    pub operator: Operator,
    pub operands: [u32; 3],
}

impl Scalar {
    pub fn new(operator: Operator, given: &[u32]) -> Scalar {
        let mut operands = [0; 3];
        operands[..given.len()].copy_from_slice(given);
        Scalar { operator, operands }
    }

    /// The scalars that this one reads.
    pub fn reads(&self) -> &[u32] {
        match self.operator {
            Operator::Const | Operator::Param => &[],
            _ => &self.operands[..self.operator.arity()],
        }
    }
}

/// The lesser of two; missing where either is, as the kernel's.
pub fn lesser(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a < b {
        a
    } else {
        b
    }
}

/// The greater of two; missing where either is, as the kernel's.
pub fn greater(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a > b {
        a
    } else {
        b
    }
}

fn known(a: f64, b: f64, answer: bool) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        f64::from(u8::from(answer))
    }
}

fn truth(value: bool) -> f64 {
    f64::from(u8::from(value))
}

/// Floored remainder: the sign of the divisor.
fn floored(a: f64, b: f64) -> f64 {
    let r = a % b;
    if r != 0.0 && (r < 0.0) != (b < 0.0) {
        r + b
    } else {
        r
    }
}

/// One operator over its operands' values (0 beyond its arity).
fn apply(operator: Operator, a: f64, b: f64, c: f64) -> f64 {
    use Operator::*;
    let value = match operator {
        Const | Param | Stable => a,
        Neg => -a,
        Abs => a.abs(),
        Sqrt => a.sqrt(),
        Floor => a.floor(),
        Ceil => a.ceil(),
        Round => a.round_ties_even(),
        Trunc => a.trunc(),
        Exp => libm::exp(a),
        Log => libm::log(a),
        Not if a.is_nan() => a,
        Not => truth(a == 0.0),
        Add => a + b,
        Sub => a - b,
        Mul => a * b,
        Div => a / b,
        Mod => floored(a, b),
        // IEEE's pow(x, 0) and pow(1, x) are 1 even where x is missing; a missing operand makes ours missing.
        Pow if a.is_nan() || b.is_nan() => f64::NAN,
        Pow => libm::pow(a, b),
        Min => lesser(a, b),
        Max => greater(a, b),
        Lt => known(a, b, a < b),
        Le => known(a, b, a <= b),
        Gt => known(a, b, a > b),
        Ge => known(a, b, a >= b),
        Eq => known(a, b, a == b),
        Ne => known(a, b, a != b),
        And if a == 0.0 || b == 0.0 => 0.0,
        And => known(a, b, true),
        Or if a.abs() > 0.0 || b.abs() > 0.0 => 1.0,
        Or => known(a, b, false),
        Select if a.is_nan() => a,
        Select if a != 0.0 => b,
        Select => c,
    };
    finite(value)
}

/// The values of all scalars, for these parameters and this ln(1/ε). Operands stand before their users.
pub fn evaluate(scalars: &[Scalar], constants: &[f64], params: &[f64], stable: f64) -> Vec<f64> {
    let mut values: Vec<f64> = Vec::with_capacity(scalars.len());
    for scalar in scalars {
        let at = |index: usize| values[scalar.operands[index] as usize];
        let value = match scalar.operator {
            Operator::Const => apply(Operator::Const, constants[scalar.operands[0] as usize], 0.0, 0.0),
            Operator::Param => apply(Operator::Param, params[scalar.operands[0] as usize], 0.0, 0.0),
            Operator::Stable => stable,
            operator => match operator.arity() {
                1 => apply(operator, at(0), 0.0, 0.0),
                2 => apply(operator, at(0), at(1), 0.0),
                _ => apply(operator, at(0), at(1), at(2)),
            },
        };
        values.push(value);
    }
    values
}

/// What a scalar can be, for any parameters in their ranges: missing, or within `low..=high`.
/// `low > high` where it is always missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub low: f64,
    pub high: f64,
    /// Every value but missing is an integer.
    pub integral: bool,
}

impl Range {
    pub const ANY: Range = Range {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        integral: false,
    };
    pub const CONDITION: Range = Range {
        low: 0.0,
        high: 1.0,
        integral: true,
    };

    pub fn point(value: f64) -> Range {
        if value.is_nan() {
            return Range {
                low: f64::INFINITY,
                high: f64::NEG_INFINITY,
                integral: true,
            };
        }
        Range {
            low: value,
            high: value,
            integral: value.trunc() == value,
        }
    }

    fn empty(self) -> bool {
        self.low > self.high
    }

    fn single(self) -> bool {
        self.low == self.high
    }

    /// 0, 1 or missing.
    pub fn is_condition(self) -> bool {
        self.empty() || (self.integral && self.low >= 0.0 && self.high <= 1.0)
    }

    fn hull(self, other: Range) -> Range {
        if self.empty() {
            return other;
        }
        if other.empty() {
            return self;
        }
        Range {
            low: if self.low < other.low { self.low } else { other.low },
            high: if self.high > other.high {
                self.high
            } else {
                other.high
            },
            integral: self.integral && other.integral,
        }
    }

    /// The hull of corner values. A corner that is no number (∞ − ∞, 0 · ∞) says nothing: anything may be.
    fn corners(values: &[f64], integral: bool) -> Range {
        let mut out = Range {
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            integral,
        };
        for &value in values {
            if value.is_nan() {
                return Range {
                    integral,
                    ..Range::ANY
                };
            }
            if value < out.low {
                out.low = value;
            }
            if value > out.high {
                out.high = value;
            }
        }
        out
    }
}

/// A product's corner: 0 · ∞ is 0, since no finite value times 0 is anything else.
fn product(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

fn range_of(operator: Operator, a: Range, b: Range, c: Range) -> Range {
    use Operator::*;
    // Known operands make a known result, wherever IEEE 754 says which: 4 / 2 is an integer.
    if a.single() && b.single() && c.single() && !matches!(operator, Exp | Log | Pow) {
        return Range::point(apply(operator, a.low, b.low, c.low));
    }
    // A missing operand makes a missing result, but for logic and selection.
    let strict = !matches!(operator, And | Or | Select);
    if strict && (a.empty() || (operator.arity() > 1 && b.empty())) {
        return Range::point(f64::NAN);
    }
    let integral = a.integral && b.integral;
    match operator {
        Const | Param | Stable => a,
        Neg => Range {
            low: -a.high,
            high: -a.low,
            integral: a.integral,
        },
        Abs if a.low >= 0.0 => a,
        Abs if a.high <= 0.0 => Range {
            low: -a.high,
            high: -a.low,
            integral: a.integral,
        },
        Abs => Range {
            low: 0.0,
            high: greater(-a.low, a.high),
            integral: a.integral,
        },
        Sqrt => Range {
            low: greater(a.low, 0.0).sqrt(),
            high: greater(a.high, 0.0).sqrt(),
            integral: false,
        },
        Floor => Range {
            low: a.low.floor(),
            high: a.high.floor(),
            integral: true,
        },
        Ceil => Range {
            low: a.low.ceil(),
            high: a.high.ceil(),
            integral: true,
        },
        Round => Range {
            low: a.low.round_ties_even(),
            high: a.high.round_ties_even(),
            integral: true,
        },
        Trunc => Range {
            low: a.low.trunc(),
            high: a.high.trunc(),
            integral: true,
        },
        Not | Lt | Le | Gt | Ge | Eq | Ne | And | Or => Range::CONDITION,
        Add => Range::corners(&[a.low + b.low, a.high + b.high], integral),
        Sub => Range::corners(&[a.low - b.high, a.high - b.low], integral),
        Mul => Range::corners(
            &[
                product(a.low, b.low),
                product(a.low, b.high),
                product(a.high, b.low),
                product(a.high, b.high),
            ],
            integral,
        ),
        Div if b.low > 0.0 || b.high < 0.0 => Range::corners(
            &[a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high],
            false,
        ),
        // Between 0 and the divisor, on its side.
        Mod => Range {
            low: lesser(b.low, 0.0),
            high: greater(b.high, 0.0),
            integral,
        },
        Min => Range {
            low: lesser(a.low, b.low),
            high: lesser(a.high, b.high),
            integral,
        },
        Max => Range {
            low: greater(a.low, b.low),
            high: greater(a.high, b.high),
            integral,
        },
        Select => b.hull(c),
        // Monotonic, but their rounding is the library's: one step outwards would not be proven, so nothing is said.
        Exp | Log | Pow | Div => Range::ANY,
    }
}

/// The ranges of all scalars, given their parameters'.
pub fn ranges(scalars: &[Scalar], constants: &[f64], params: &[Range]) -> Vec<Range> {
    let mut out: Vec<Range> = Vec::with_capacity(scalars.len());
    for scalar in scalars {
        let at = |index: usize| out[scalar.operands[index] as usize];
        let range = match scalar.operator {
            Operator::Const => Range::point(finite(constants[scalar.operands[0] as usize])),
            Operator::Param => params[scalar.operands[0] as usize],
            Operator::Stable => Range::ANY,
            operator => match operator.arity() {
                1 => range_of(operator, at(0), at(0), at(0)),
                2 => range_of(operator, at(0), at(1), at(1)),
                _ => range_of(operator, at(0), at(1), at(2)),
            },
        };
        out.push(range);
    }
    out
}
