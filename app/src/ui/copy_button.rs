//! The copy button: the first island. Without script it is not there at all,
//! since the address beside it can be selected by hand.

use leptos::prelude::*;

/// A button that puts `text` on the clipboard and says so.
#[island]
pub fn CopyButton(
    /// What is copied.
    text: String,
    /// What the button says, e.g. "Copy address".
    label: String,
) -> impl IntoView {
    let ready = RwSignal::new(false);
    let copied = RwSignal::new(None::<bool>);
    Effect::new(move |_| ready.set(true));
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        {
            let text = text.clone();
            leptos::task::spawn_local(async move {
                copied.set(Some(write_to_clipboard(&text).await.is_ok()));
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = &text;
    };
    let said = move || match copied.get() {
        None => "",
        Some(true) => "Copied.",
        Some(false) => "Your browser did not allow copying. Select the address and copy it by hand.",
    };
    view! {
        <span class="copy" hidden=move || !ready.get()>
            <button type="button" class="button quiet" on:click=copy>{label}</button>
            <span class="hint" role="status">{said}</span>
        </span>
    }
}

/// `navigator.clipboard.writeText`, by name: it is missing where the page is not served securely, and then this is an error.
#[cfg(feature = "hydrate")]
async fn write_to_clipboard(text: &str) -> Result<(), leptos::wasm_bindgen::JsValue> {
    use leptos::wasm_bindgen::JsCast;
    use leptos::web_sys::js_sys::{Function, Promise, Reflect};
    let navigator = Reflect::get(&window(), &"navigator".into())?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into())?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
    let done: Promise = write.call1(&clipboard, &text.into())?.dyn_into()?;
    done.await.map(drop)
}
