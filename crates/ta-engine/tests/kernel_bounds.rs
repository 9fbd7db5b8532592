//! The error bounds that `spec/kernels.toml` publishes, against twice the precision, on ordinary data and
//! on data far from zero.

use ta_engine::cpu::best;
use ta_engine::generated::kernels::Op;
use ta_engine::kernels::RowFile;
use ta_engine::kernels::factory::{InstructionSpec, LaneSpec, Missing, row_instruction};

/// An unevaluated sum of two numbers: about 32 digits.
#[derive(Clone, Copy)]
struct Twice(f64, f64);

impl Twice {
    fn of(x: f64) -> Self {
        Twice(x, 0.0)
    }
    fn quick(hi: f64, lo: f64) -> Self {
        let sum = hi + lo;
        Twice(sum, lo - (sum - hi))
    }
    fn plus(self, other: Self) -> Self {
        let two = |a: f64, b: f64| {
            let sum = a + b;
            let rest = sum - a;
            (sum, (a - (sum - rest)) + (b - rest))
        };
        let ((hi, a), (lo, b)) = (two(self.0, other.0), two(self.1, other.1));
        let Twice(hi, a) = Self::quick(hi, a + lo);
        Self::quick(hi, a + b)
    }
    fn negative(self) -> Self {
        Twice(-self.0, -self.1)
    }
    fn minus(self, other: Self) -> Self {
        self.plus(other.negative())
    }
    fn times(self, other: Self) -> Self {
        let product = self.0 * other.0;
        let rest = libm::fma(self.0, other.0, -product);
        Self::quick(product, rest + (self.0 * other.1 + self.1 * other.0))
    }
    fn over(self, other: Self) -> Self {
        let first = self.0 / other.0;
        let rest = self.minus(other.times(Self::of(first)));
        let second = rest.0 / other.0;
        let rest = rest.minus(other.times(Self::of(second)));
        Self::quick(first, second).plus(Self::of(rest.0 / other.0))
    }
    fn root(self) -> Self {
        if self.0 <= 0.0 {
            return Self::of(0.0);
        }
        let first = self.0.sqrt();
        let rest = self.minus(Self::of(first).times(Self::of(first)));
        Self::of(first).plus(rest.over(Self::of(2.0 * first)))
    }
    /// e to its power, for moderate values.
    fn exp(self) -> Self {
        let small = self.times(Self::of(1.0 / 1024.0));
        let mut sum = Self::of(1.0);
        for k in (1..=18).rev() {
            sum = Self::of(1.0).plus(small.times(sum).over(Self::of(f64::from(k))));
        }
        (0..10).fold(sum, |power, _| power.times(power))
    }
    fn log(self) -> Self {
        let first = Self::of(libm::log(self.0));
        first.plus(self.over(first.exp()).minus(Self::of(1.0)))
    }
    fn distance(self, value: f64) -> f64 {
        let apart = self.minus(Self::of(value));
        (apart.0 + apart.1).abs()
    }
}

fn total(values: impl IntoIterator<Item = Twice>) -> Twice {
    values.into_iter().fold(Twice::of(0.0), Twice::plus)
}

/// The greater of two shares of a bound; a missing value where there should be one is no share at all.
fn worse(worst: f64, share: f64) -> f64 {
    assert!(!share.is_nan(), "a value is missing");
    if share > worst { share } else { worst }
}

/// The distance between numbers of this size.
fn ulp(size: f64) -> f64 {
    f64::from_bits(size.abs().to_bits() + 1) - size.abs()
}

fn run(op: Op, scalars: &[f64], operands: &[&[f64]]) -> Vec<f64> {
    let lane = LaneSpec {
        op,
        inputs: (0..operands.len()).collect(),
        scalars: scalars.to_vec(),
        output: 2,
        missing: Missing::Rows,
    };
    let mut instruction = row_instruction(best(), &InstructionSpec { lanes: vec![lane] });
    let mut file = RowFile {
        floats: vec![0.0; 3],
        bools: vec![],
    };
    (0..operands[0].len())
        .map(|row| {
            for (slot, operand) in file.floats.iter_mut().zip(operands) {
                *slot = operand[row];
            }
            instruction.row(&mut file);
            file.floats[2]
        })
        .collect()
}

/// Numbers in 0..1 with all their bits.
fn units(rows: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    (0..rows)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 53) as f64
        })
        .collect()
}

/// Prices that wander, the same a billion higher, a billion with single units of noise, and both signs over
/// many sizes.
fn series(rows: usize, seed: u64) -> [(&'static str, Vec<f64>); 4] {
    let noise = units(rows, seed);
    let mut level = 100.0;
    let walk: Vec<f64> = noise
        .iter()
        .map(|u| {
            level *= 1.0 + (u - 0.5) * 0.02;
            level
        })
        .collect();
    let far = walk.iter().map(|x| 1e9 + x).collect();
    let flat = noise.iter().map(|u| 1e9 + 0.1 + u).collect();
    let sizes = units(rows, seed + 1);
    let wild = noise
        .iter()
        .zip(&sizes)
        .map(|(u, size)| (u - 0.5) * libm::exp(20.0 * size))
        .collect();
    [("walk", walk), ("far", far), ("flat", flat), ("wild", wild)]
}

struct Exact {
    /// Of the window: sum, central moments, and the sizes that bounds are relative to.
    sum: Twice,
    mean: Twice,
    linear: Twice,
    xx: Twice,
    deviation: Twice,
    largest: f64,
    absolute: f64,
}

fn exact(x: &[f64]) -> Exact {
    let n = Twice::of(x.len() as f64);
    let sum = total(x.iter().map(|&x| Twice::of(x)));
    let mean = sum.over(n);
    let centre = (x.len() as f64 - 1.0) / 2.0;
    let apart = |x: f64| Twice::of(x).minus(mean);
    Exact {
        sum,
        mean,
        linear: total(
            x.iter()
                .enumerate()
                .map(|(i, &x)| apart(x).times(Twice::of(i as f64 - centre))),
        ),
        xx: total(x.iter().map(|&x| apart(x).times(apart(x)))),
        deviation: total(x.iter().map(|&x| match apart(x) {
            below if below.0 < 0.0 => below.negative(),
            above => above,
        }))
        .over(n),
        largest: x
            .iter()
            .fold(0.0, |best, x| if x.abs() > best { x.abs() } else { best }),
        absolute: x.iter().map(|x| x.abs()).sum(),
    }
}

/// The kernel's value and its published bound, absolutely.
fn expected(op: Op, x: &Exact, n: f64) -> (Twice, f64) {
    let squares = Twice::of(n * (n * n - 1.0) / 12.0);
    let slope = if n == 1.0 {
        Twice::of(0.0)
    } else {
        x.linear.over(squares)
    };
    let largest = ulp(x.largest);
    match op {
        Op::WinSum => (
            x.sum,
            (n.log2().ceil() + f64::from((n as u64).count_ones())) * ulp(x.absolute),
        ),
        Op::WinMean => (x.mean, 4.0 * largest),
        // Weights 1..n are their mean and the distances from it.
        Op::WinWma => {
            let weighted = x.linear.over(Twice::of(n * (n + 1.0) / 2.0));
            (x.mean.plus(weighted), 8.0 * largest)
        }
        Op::WinLinreg => (
            x.mean.plus(slope.times(Twice::of((n - 1.0) / 2.0))),
            16.0 * largest,
        ),
        Op::WinSlope => (slope, 16.0 * largest),
        Op::WinVariance => (x.xx.over(Twice::of(n)), 1e-14 * x.xx.0 / n),
        _ => (x.deviation, n * largest),
    }
}

#[test]
fn windows_of_one_operand_keep_their_bounds() {
    let ops = [
        Op::WinSum,
        Op::WinMean,
        Op::WinWma,
        Op::WinLinreg,
        Op::WinSlope,
        Op::WinVariance,
        Op::WinAvgdev,
    ];
    for (name, x) in series(3200, 0x1357_9bdf_0246_8ace) {
        for n in [2usize, 3, 7, 20, 63, 200, 255, 1000, 3001] {
            let ends: Vec<usize> = (n - 1..x.len()).step_by(1 + n / 4).collect();
            let windows: Vec<Exact> = ends.iter().map(|&i| exact(&x[i + 1 - n..=i])).collect();
            for op in ops {
                let got = run(op, &[n as f64, 0.0], &[&x]);
                let mut worst = 0.0;
                for (&i, window) in ends.iter().zip(&windows) {
                    let (want, bound) = expected(op, window, n as f64);
                    worst = worse(worst, want.distance(got[i]) / bound);
                }
                assert!(worst <= 1.0, "{op:?} {n} on {name}: {worst} of its bound");
            }
        }
    }
}

#[test]
fn windows_of_two_operands_keep_their_bounds() {
    let (xs, ys) = (series(1500, 3), series(1500, 0xabcd_ef01));
    for ((name, x), (_, noise)) in xs.iter().zip(&ys) {
        // Independent, and nearly proportional.
        let near: Vec<f64> = x.iter().zip(noise).map(|(x, y)| 2.0 * x + 1e-3 * y).collect();
        for y in [noise, &near] {
            for n in [3usize, 7, 30, 200, 1023] {
                let of = |op, scalars: &[f64]| run(op, scalars, &[x, y]);
                let covariance = of(Op::WinCovariance, &[n as f64, 1.0]);
                let correlation = of(Op::WinCorrelation, &[n as f64]);
                let beta = of(Op::WinBeta, &[n as f64]);
                for i in (n - 1..x.len()).step_by(1 + n / 4) {
                    let (xw, yw) = (&x[i + 1 - n..=i], &y[i + 1 - n..=i]);
                    let (ex, ey) = (exact(xw), exact(yw));
                    let apart = |x: f64, mean| Twice::of(x).minus(mean);
                    let mixed = total(
                        xw.iter()
                            .zip(yw)
                            .map(|(&x, &y)| apart(x, ex.mean).times(apart(y, ey.mean))),
                    );
                    let scale = ex.xx.root().times(ey.xx.root());
                    let freedom = n as f64 - 1.0;
                    for (op, got, want, bound) in [
                        (
                            "covariance",
                            covariance[i],
                            mixed.over(Twice::of(freedom)),
                            scale.0 / freedom,
                        ),
                        ("correlation", correlation[i], mixed.over(scale), 1.0),
                        ("beta", beta[i], mixed.over(ex.xx), (ey.xx.0 / ex.xx.0).sqrt()),
                    ] {
                        let share = want.distance(got) / (1e-13 * bound);
                        assert!(share <= 1.0, "{op} {n} on {name} at {i}: {share} of its bound");
                    }
                }
            }
        }
    }
}

#[test]
fn averages_keep_their_bound() {
    for (name, x) in series(20_000, 0x00c0_ffee) {
        for n in [1usize, 2, 3, 14, 20, 200, 1000, 5000] {
            for beta in [(n as f64 - 1.0) / (n as f64 + 1.0), (n as f64 - 1.0) / n as f64] {
                let got = run(Op::RecAverage, &[n as f64, beta], &[&x]);
                let mut y = exact(&x[..n]).mean;
                let mut largest = x[..n]
                    .iter()
                    .fold(0.0f64, |a, x| if x.abs() > a { x.abs() } else { a });
                let (mut worst, mut at) = (0.0, 0);
                for i in n - 1..x.len() {
                    if i >= n {
                        let now = Twice::of(x[i]);
                        y = now.plus(y.minus(now).times(Twice::of(beta)));
                        largest = if x[i].abs() > largest { x[i].abs() } else { largest };
                    }
                    let bound = (1.0 + 1.0 / 16.0 / (1.0 - beta)) * ulp(largest);
                    let share = y.distance(got[i]) / bound;
                    if worse(worst, share) > worst {
                        (worst, at) = (share, i);
                    }
                }
                assert!(worst <= 1.0, "{n} {beta} on {name} at {at}: {worst} of its bound");
            }
        }
    }
}

#[test]
fn cumulative_sums_keep_their_bound() {
    for (name, x) in series(100_000, 0x00ab_cdef) {
        let got = run(Op::CumSum, &[], &[&x]);
        let (mut sum, mut absolute) = (Twice::of(0.0), 0.0);
        let mut worst = 0.0;
        for (&x, &got) in x.iter().zip(&got) {
            sum = sum.plus(Twice::of(x));
            absolute += x.abs();
            let share = sum.distance(got) / (4.0 * ulp(absolute));
            worst = worse(worst, share);
        }
        assert!(worst <= 1.0, "{name}: {worst} of its bound");
    }
}

#[test]
fn interpolated_order_statistics_keep_their_bounds() {
    for (name, x) in series(600, 0x5eed) {
        for n in [2usize, 5, 20, 64] {
            let median = run(Op::WinMedian, &[n as f64], &[&x]);
            let rank = run(Op::WinRank, &[n as f64], &[&x]);
            for q in [0.05, 0.25, 0.9] {
                let quantile = run(Op::WinQuantile, &[n as f64, q], &[&x]);
                for i in n - 1..x.len() {
                    let mut sorted = x[i + 1 - n..=i].to_vec();
                    let newest = x[i];
                    sorted.sort_by(f64::total_cmp);
                    let largest = ulp(exact(&sorted).largest);
                    let (lo, hi) = (sorted[(n - 1) / 2], sorted[n / 2]);
                    let middle = Twice::of(lo).plus(Twice::of(hi)).times(Twice::of(0.5));
                    assert!(
                        middle.distance(median[i]) <= largest,
                        "median {n} on {name} at {i}"
                    );
                    let h = Twice::of(q).times(Twice::of(n as f64 - 1.0));
                    let below = h.0.floor();
                    let (lo, hi) = (sorted[below as usize], sorted[(below as usize + 1).min(n - 1)]);
                    let part = Twice::of(hi)
                        .minus(Twice::of(lo))
                        .times(h.minus(Twice::of(below)));
                    let bound = (2.0 + n as f64) * largest;
                    let want = part.plus(Twice::of(lo));
                    assert!(
                        want.distance(quantile[i]) <= bound,
                        "quantile {n} {q} on {name} at {i}"
                    );
                    let place = sorted.iter().position(|&v| v == newest).expect("it is there") as f64;
                    let want = Twice::of(place + 1.0).over(Twice::of(n as f64));
                    assert!(
                        want.distance(rank[i]) <= ulp(want.0) / 2.0,
                        "rank {n} on {name} at {i}"
                    );
                }
            }
        }
    }
}

#[test]
fn transcendental_kernels_keep_their_bounds() {
    let u = units(4000, 11);
    let x: Vec<f64> = u.iter().map(|u| (u - 0.5) * 200.0).collect();
    let positive: Vec<f64> = x.iter().map(|&x| libm::exp(x / 10.0)).collect();
    let near: Vec<f64> = u.iter().map(|u| 0.9 + u * 0.2).collect();
    let power: Vec<f64> = units(4000, 12).iter().map(|u| (u - 0.5) * 40.0).collect();
    let check = |name: &str, got: &[f64], want: &dyn Fn(usize) -> Twice| {
        for (i, &got) in got.iter().enumerate() {
            let want = want(i);
            let share = want.distance(got) / ulp(want.0);
            assert!(share <= 1.0, "{name} at {i}: {share} ulp");
        }
    };
    check("exp", &run(Op::Exp, &[], &[&x]), &|i| Twice::of(x[i]).exp());
    for operand in [&positive, &near] {
        check("log", &run(Op::Log, &[], &[operand]), &|i| {
            Twice::of(operand[i]).log()
        });
        check("pow", &run(Op::Pow, &[], &[operand, &power]), &|i| {
            Twice::of(operand[i]).log().times(Twice::of(power[i])).exp()
        });
    }
}
