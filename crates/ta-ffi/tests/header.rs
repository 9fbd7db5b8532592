//! The header and the ABI's description are what the source says. `npm run bless abi` rewrites the header, and adds what is
//! new to the description; it takes nothing away and changes nothing: version 1 may only grow.

use laakhay_ta::abi::plan::{EngineLimits, PlanCounts};
use laakhay_ta::abi::program::{AlertBuffer, InputColumn, OutputBuffer, Param};
use serde_json::{Map, Value, json};
use std::mem::{offset_of, size_of};
use std::path::{Path, PathBuf};
use std::{env, fs};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn header_path() -> PathBuf {
    Path::new(ROOT).join("include/laakhay_ta.h")
}

/// The header as the source says it.
fn header() -> String {
    let config =
        cbindgen::Config::from_file(Path::new(ROOT).join("cbindgen.toml")).expect("its configuration");
    let mut bytes = Vec::new();
    cbindgen::Builder::new()
        .with_crate(ROOT)
        .with_config(config)
        .generate()
        .expect("the source is read")
        .write(&mut bytes);
    // What Rust calls safety is, of C's callers, a promise.
    String::from_utf8(bytes)
        .expect("UTF-8")
        .replace("// # Safety", "// The caller promises:")
}

fn blessing() -> bool {
    env::var_os("BLESS").is_some()
}

#[test]
fn the_header_is_what_the_source_says() {
    let fresh = header();
    if blessing() {
        fs::write(header_path(), &fresh).expect("the header is written");
    }
    let committed = fs::read_to_string(header_path()).unwrap_or_default();
    assert!(
        committed == fresh,
        "include/laakhay_ta.h is stale: npm run bless abi"
    );
}

/// Without comments and directives but `#define`, in single spaces.
fn declarations(header: &str) -> (Vec<(String, String)>, Vec<String>) {
    let mut text = String::new();
    let mut constants = Vec::new();
    let mut commented = false;
    let ours = header
        .split("#endif /* ARROW_C_DATA_INTERFACE */")
        .last()
        .expect("a part");
    for line in ours.lines().map(str::trim) {
        commented |= line.starts_with("/*");
        if !commented && !line.starts_with("//") {
            if let Some(define) = line.strip_prefix("#define ") {
                let (name, value) = define.split_once(' ').expect("a constant has a value");
                constants.push((name.to_owned(), value.trim().to_owned()));
            } else if !line.starts_with('#') {
                text.push_str(line);
                text.push(' ');
            }
        }
        commented &= !line.ends_with("*/");
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let functions = words
        .join(" ")
        .split(';')
        .map(|part| part.trim().trim_start_matches("extern \"C\" {").trim().to_owned())
        .filter(|part| part.contains('('))
        .collect();
    (constants, functions)
}

macro_rules! layout {
    ($kind:ty: $($member:ident),+) => {{
        let mut members = Map::new();
        $(members.insert(
            stringify!($member).trim_start_matches("r#").to_owned(),
            json!(offset_of!($kind, $member)),
        );)+
        json!({ "size": size_of::<$kind>(), "offsets": members })
    }};
}

/// What the ABI is: every function's declaration, every constant, and every struct as it lies in memory.
fn description() -> Value {
    let (constants, functions) = declarations(&header());
    let name = |function: &String| {
        let before = function.split('(').next().expect("a name");
        before.rsplit([' ', '*']).next().expect("a name").to_owned()
    };
    json!({
        "constants": constants.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "functions": functions
            .iter()
            .map(|function| (name(function), function.clone()))
            .collect::<std::collections::BTreeMap<_, _>>(),
        "structs": {
            "ta_engine_alert": layout!(AlertBuffer: fired, length),
            "ta_engine_counts": layout!(PlanCounts: params, inputs, outputs, alerts),
            "ta_engine_input": layout!(InputColumn: values, length),
            "ta_engine_limits": layout!(EngineLimits: size, plan_bytes, instructions, operands, scalars, params,
                outputs, alerts, inputs, state_bytes, register_bytes, memory_bytes, history),
            "ta_engine_output": layout!(OutputBuffer: numbers, conditions, length),
            "ta_engine_param": layout!(Param: name, r#type, reserved, int_value, float_value, string_value),
        },
    })
}

/// Where `now` breaks what `then` promised: everything that was promised is there, and says the same. The one struct that
/// grows says its own size.
fn broken(then: &Value, now: &Value, path: &str) -> Vec<String> {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => then
            .iter()
            .flat_map(|(key, promised)| match now.get(key) {
                Some(found) => broken(promised, found, &format!("{path}/{key}")),
                None => vec![format!("{path}/{key} is gone")],
            })
            .collect(),
        (then, now) if then == now => Vec::new(),
        (then, now) if path == "/structs/ta_engine_limits/size" && then.as_u64() < now.as_u64() => Vec::new(),
        (then, now) => vec![format!("{path} was {then} and is {now}")],
    }
}

#[test]
fn version_one_only_grows() {
    let path = Path::new(ROOT).join("../../spec/abi/v1.json");
    let now = description();
    let committed: Value = fs::read_to_string(&path)
        .map_or_else(|_| json!({}), |text| serde_json::from_str(&text).expect("JSON"));
    let broken = broken(&committed, &now, "");
    assert!(broken.is_empty(), "this breaks version 1 of the ABI: {broken:#?}");
    if blessing() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is there");
        let text = serde_json::to_string_pretty(&now).expect("JSON");
        fs::write(&path, format!("{text}\n")).expect("the description is written");
        return;
    }
    assert_eq!(
        committed, now,
        "spec/abi/v1.json lacks what is new: npm run bless abi"
    );
}

#[test]
fn what_breaks_the_abi_is_found() {
    let now = description();
    let functions = now["functions"].as_object().expect("functions").len();
    assert!(functions >= 20, "the functions are found: {functions}");
    for (pointer, changed) in [
        ("/constants/TA_ENGINE_OK", json!("3")),
        (
            "/functions/ta_engine_plan_free",
            json!("void ta_engine_plan_free(void)"),
        ),
        ("/structs/ta_engine_param/offsets/int_value", json!(8)),
        ("/structs/ta_engine_limits/size", json!(8)),
        ("/structs/ta_engine_input/size", json!(24)),
    ] {
        let mut other = now.clone();
        *other
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer} is there")) = changed;
        assert_eq!(broken(&now, &other, "").len(), 1, "{pointer}");
    }
    let mut less = now.clone();
    less["functions"]
        .as_object_mut()
        .expect("functions")
        .remove("ta_engine_session_push");
    assert_eq!(broken(&now, &less, "").len(), 1);
    let mut more = now.clone();
    more["functions"]["ta_engine_later"] = json!("void ta_engine_later(void)");
    assert!(broken(&now, &more, "").is_empty());
}
