//! Made from `spec/kernels.toml` and `spec/errors.toml`; see `spec/generate`.
pub mod codes;
pub mod kernels;
