//! Starts the islands in the browser. Nothing else belongs here: pages never reach WASM.

/// Called by `boot.js` once the module is ready.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Naming the crate keeps its islands from being dropped by the linker.
    app::register_islands();
    leptos::mount::hydrate_islands();
}
