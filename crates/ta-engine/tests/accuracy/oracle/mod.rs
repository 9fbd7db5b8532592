//! What each kernel should give, from its definition, in exact or multiprecision arithmetic. Nothing here
//! knows how a kernel computes.

mod anchored;
mod bank;
mod logic;
mod machine;
mod pointwise;
mod swing;
mod window;

use crate::exact::Big;
use crate::run::Case;
use ta_engine::generated::kernels::Op;

/// What a row should be.
#[derive(Clone, Debug)]
pub enum Due {
    Missing,
    Number(Box<Known>),
    /// False, true or unknown (2).
    Condition(u8),
}

/// A number, and the sizes that its bound speaks of.
#[derive(Clone, Debug)]
pub struct Known {
    pub value: Big,
    pub sizes: Sizes,
}

/// Sizes of the rows that a value is of.
#[derive(Clone, Debug)]
pub struct Sizes {
    /// Rows of a window: those observed in it.
    pub rows: Option<usize>,
    pub max_x: f64,
    pub max_y: f64,
    pub sum_x: Big,
    /// Of a recurrence: n times the seed's largest, then faded by beta and |x| and |value| added, row by row.
    pub fading: Big,
    /// Sums of squared deviations.
    pub mxx: Big,
    pub myy: Big,
}

impl Default for Sizes {
    fn default() -> Sizes {
        let [sum_x, fading, mxx, myy] = [(); 4].map(|()| Big::zero());
        Sizes {
            rows: None,
            max_x: 0.0,
            max_y: 0.0,
            sum_x,
            fading,
            mxx,
            myy,
        }
    }
}

impl Due {
    fn number(value: Big, sizes: Sizes) -> Due {
        Due::Number(Box::new(Known { value, sizes }))
    }
    /// A value to which no size but its own matters.
    fn plain(value: Option<Big>) -> Due {
        Due::among(value, Sizes::default())
    }
    fn among(value: Option<Big>, sizes: Sizes) -> Due {
        value.map_or(Due::Missing, |value| Due::number(value, sizes))
    }
    /// One of the operands.
    fn same(value: f64) -> Due {
        Due::plain((!value.is_nan()).then(|| Big::of(value)))
    }
}

/// What the rows asked for should be. `got` is what the kernel gave: a recurrence that overflowed starts
/// anew, and only the kernel knows where. `beyond(known)` tells whether a value is out of the kernel's reach.
pub fn due(case: &Case, asked: &[usize], got: &[f64], beyond: &dyn Fn(&Known) -> bool) -> Vec<Due> {
    let each = |row: &dyn Fn(usize) -> Due| asked.iter().map(|&at| row(at)).collect();
    // No wildcard: a kernel without an oracle does not compile.
    match case.op {
        Op::Splat => each(&|_| Due::same(case.scalars[0])),
        Op::SplatBool => each(&|_| Due::Condition(case.scalars[0] as u8)),
        Op::Neg
        | Op::Abs
        | Op::Sign
        | Op::Sqrt
        | Op::Exp
        | Op::Log
        | Op::Floor
        | Op::Ceil
        | Op::Round
        | Op::Trunc
        | Op::Acos
        | Op::Asin
        | Op::Atan
        | Op::Cos
        | Op::Cosh
        | Op::Log10
        | Op::Sin
        | Op::Sinh
        | Op::Tan
        | Op::Tanh
        | Op::Add
        | Op::Sub
        | Op::Mul
        | Op::Div
        | Op::Mod
        | Op::Pow
        | Op::Lesser
        | Op::Greater
        | Op::DivElse => each(&|row| pointwise::arithmetic(case, row)),
        Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::Eq | Op::Ne => each(&|row| pointwise::comparison(case, row)),
        Op::And
        | Op::Or
        | Op::Not
        | Op::FloatOf
        | Op::IsMissing
        | Op::Select
        | Op::SelectBool
        | Op::Coalesce
        | Op::CoalesceBool
        | Op::Choose
        | Op::ChooseBool => each(&|row| logic::logic(case, row)),
        Op::Shift
        | Op::ShiftBool
        | Op::Skip
        | Op::CumMax
        | Op::CumMin
        | Op::CumLast
        | Op::EventSince
        | Op::EventValueWhen
        | Op::EventEdge => each(&|row| anchored::so_far(case, row)),
        Op::SwingLegStart | Op::SwingLegEnd | Op::SwingLegAge => each(&|row| swing::leg(case, row)),
        // Each operation of a body is a kernel of its own here; tests/scan.rs holds a state to its definition.
        Op::Scan | Op::ScanBool => unreachable!("a state has no case without its body"),
        Op::CumSum => anchored::sums(case, asked),
        Op::CumProduct => machine::products(case, asked),
        Op::VaryMean => machine::means(case, asked),
        Op::VaryAverage => bank::averages(case, asked),
        Op::RecAverage => anchored::averages(case, asked, got, beyond),
        Op::RecAdaptive => machine::adaptive(case, asked, got, beyond),
        Op::SarStop
        | Op::SarSide
        | Op::SupertrendLine
        | Op::SupertrendSide
        | Op::HilbertPeriod
        | Op::HilbertInphase
        | Op::HilbertQuadrature
        | Op::HilbertPhase
        | Op::HeldMax
        | Op::HeldMin => machine::simulated(case, asked),
        Op::WinSum
        | Op::WinMean
        | Op::WinWma
        | Op::WinLinreg
        | Op::WinSlope
        | Op::WinVariance
        | Op::WinCovariance
        | Op::WinCorrelation
        | Op::WinBeta
        | Op::WinMax
        | Op::WinMin
        | Op::WinArgmax
        | Op::WinArgmin
        | Op::WinArgmaxOldest
        | Op::WinArgminOldest
        | Op::WinAvgdev
        | Op::WinMedian
        | Op::WinQuantile
        | Op::WinRank
        | Op::WinMode
        | Op::WinTrendRank
        | Op::WinBelow
        | Op::WinBell => each(&|row| window::at(case, row)),
    }
}
