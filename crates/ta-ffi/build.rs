//! The shared library's name within itself: that of the ABI's version, so that a program keeps finding what it was linked
//! with beside a later one.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let name = match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux" | "freebsd" | "netbsd" | "openbsd" | "android") => "-Wl,-soname,liblaakhay_ta.so.1",
        Ok("macos") => "-Wl,-install_name,@rpath/liblaakhay_ta.1.dylib",
        _ => return,
    };
    println!("cargo:rustc-cdylib-link-arg={name}");
}
