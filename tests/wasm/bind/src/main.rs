//! Writes the JavaScript around a module, for Node: `bind MODULE.wasm FOLDER`.
//!
//! The command `wasm-bindgen` does the same, but takes three times as long to compile.

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(module), Some(folder)) = (arguments.next(), arguments.next()) else {
        panic!("bind MODULE.wasm FOLDER");
    };
    let mut binding = wasm_bindgen_cli_support::Bindgen::new();
    let binding = binding.input_path(module).nodejs(true).expect("the target Node");
    binding.generate(folder).expect("a module with bindings");
}
