//! Series to be exact on: ordinary ones, and those that break sums.

/// Numbers in 0..1 with all their bits.
pub struct Noise(u64);

impl Noise {
    pub fn new(seed: u64) -> Noise {
        Noise(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }
    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
    pub fn below(&mut self, end: usize) -> usize {
        ((self.bits() >> 11) % end as u64) as usize
    }
    /// Any finite double, all exponents alike.
    pub fn any(&mut self) -> f64 {
        loop {
            let value = f64::from_bits(self.bits().rotate_left(17));
            if value.is_finite() {
                return value + 0.0;
            }
        }
    }
}

#[derive(Clone)]
pub struct Series {
    pub name: &'static str,
    /// Prices and returns as they come: what an `ordinary` bound speaks of.
    pub ordinary: bool,
    pub values: Vec<f64>,
}

fn walk(noise: &mut Noise, rows: usize) -> Vec<f64> {
    let mut level = 100.0;
    let mut step = || {
        level *= 1.0 + (noise.unit() - 0.5) * 0.02;
        level
    };
    (0..rows).map(|_| step()).collect()
}

/// Every kind of series, `rows` long. Of the same seed the same numbers.
pub fn all(rows: usize, seed: u64) -> Vec<Series> {
    let mut noise = Noise::new(seed);
    let noise = &mut noise;
    let mut made = Vec::new();
    let mut put = |name, ordinary, values: Vec<f64>| {
        made.push(Series {
            name,
            ordinary,
            values,
        })
    };
    let base = walk(noise, rows);
    let each = |noise: &mut Noise, value: &dyn Fn(&mut Noise, usize) -> f64| -> Vec<f64> {
        (0..rows).map(|row| value(noise, row)).collect()
    };
    put("walk", true, base.clone());
    put(
        "walk a billion higher",
        true,
        base.iter().map(|x| 1e9 + x).collect(),
    );
    put(
        "noise on a billion",
        true,
        each(noise, &|noise, _| 1e9 + 0.1 + noise.unit()),
    );
    put(
        "both signs",
        true,
        each(noise, &|noise, _| {
            (noise.unit() - 0.5) * libm::exp(20.0 * noise.unit())
        }),
    );
    put(
        "cents",
        true,
        base.iter().map(|x| (x * 100.0).round() / 100.0).collect(),
    );
    put("constant", false, vec![1e9 + 0.1; rows]);
    put(
        "one step",
        false,
        each(noise, &|_, row| if row < rows / 2 { 0.1 } else { 1e9 + 0.1 }),
    );
    put(
        "alternating",
        false,
        each(noise, &|_, row| {
            if row % 2 == 0 { 1e15 + 0.5 } else { -1e15 / 3.0 }
        }),
    );
    let spike = |row: usize, x: f64, size: f64| match row % 97 {
        40 => size,
        71 => -size,
        _ => x,
    };
    put(
        "spikes of 1e12",
        false,
        base.iter()
            .enumerate()
            .map(|(row, &x)| spike(row, x, 1e12))
            .collect(),
    );
    put(
        "spikes of 1e100",
        false,
        base.iter()
            .enumerate()
            .map(|(row, &x)| spike(row, x, 1e100))
            .collect(),
    );
    put(
        "spikes that cancel",
        false,
        each(noise, &|noise, row| match row % 31 {
            7 => 3e15,
            8 => -3e15,
            _ => noise.unit(),
        }),
    );
    put(
        "falling by orders",
        false,
        each(noise, &|noise, row| {
            libm::exp2(60.0 - (row % 120) as f64) * (1.0 + noise.unit())
        }),
    );
    put(
        "ties",
        false,
        each(noise, &|noise, _| noise.below(5) as f64 * 0.3 - 0.6 + 0.0),
    );
    put(
        "denormals",
        false,
        each(noise, &|noise, _| {
            (noise.below(2001) as f64 - 1000.0) * 5e-324 + 0.0
        }),
    );
    put("of 1e-300", false, base.iter().map(|x| x * 1e-302).collect());
    // What an average lags behind is here below what it takes for nothing.
    put("of 1e-271", false, base.iter().map(|x| x * 1e-273).collect());
    put(
        "of 1e-160",
        false,
        base.iter().map(|x| (x - 100.0) * 1e-162).collect(),
    );
    put(
        "of 1e150",
        false,
        base.iter().map(|x| (x - 100.0) * 1e150).collect(),
    );
    put(
        "of 1e300",
        false,
        base.iter().map(|x| (x - 100.0) * 1e300).collect(),
    );
    put(
        "of the largest",
        false,
        each(noise, &|noise, _| (noise.unit() * 2.0 - 1.0) * 1.79e308),
    );
    put("of every size", false, each(noise, &|noise, _| noise.any()));
    put(
        "of many sizes",
        false,
        each(noise, &|noise, _| {
            (noise.unit() - 0.5) * libm::exp2((noise.below(120) as f64) - 60.0)
        }),
    );
    put(
        "one binade, both signs",
        false,
        each(noise, &|noise, _| {
            (0.5 + noise.unit() / 2.0) * if noise.below(2) == 0 { 1.0 } else { -1.0 }
        }),
    );
    // Of every eight rows seven that the first takes for twice what they are.
    put(
        "always rounded up",
        false,
        each(noise, &|_, row| {
            if row % 8 == 0 {
                1.0
            } else {
                libm::exp2(-53.0) * 1.000001
            }
        }),
    );
    // Neighbours in order that are as far apart as the largest allow.
    put(
        "extremes",
        false,
        each(noise, &|noise, _| {
            if noise.below(20) == 0 {
                1.0 - f64::EPSILON
            } else {
                f64::EPSILON - 1.0
            }
        }),
    );
    made
}

/// The series with rows missing: every other one, or about one in seven and runs of thirty.
pub fn with_gaps(values: &[f64], alternating: bool, seed: u64) -> Vec<f64> {
    let mut noise = Noise::new(seed);
    let rows = values.iter().enumerate();
    rows.map(|(row, &x)| {
        let gone = match alternating {
            true => row % 2 == 1,
            false => noise.below(7) == 0 || row % 211 > 180,
        };
        if gone { f64::NAN } else { x }
    })
    .collect()
}

/// Conditions: false, true and unknown (2).
pub fn conditions(rows: usize, seed: u64) -> Vec<u8> {
    let mut noise = Noise::new(seed);
    (0..rows).map(|_| [0, 0, 0, 1, 1, 2][noise.below(6)]).collect()
}
