//! Putting names in order by dragging them: an island beside lists that drop down. The lists are what is sent and what a
//! keyboard or a screen reader works with; dragging only sets them, and follows when they change.

use leptos::prelude::*;

/// Names to drag, for the lists of one field of the same page.
#[island]
pub fn DragRank(
    /// The name of the lists' field.
    field: String,
    /// Value and words of each choice.
    options: Vec<(String, String)>,
    /// How many lists there are.
    most: usize,
) -> impl IntoView {
    let ready = RwSignal::new(false);
    let order = RwSignal::new(Vec::<String>::new());
    let held = RwSignal::new(None::<String>);
    let field = StoredValue::new(field);
    let options = StoredValue::new(options);
    let read = move || order.set(field.with_value(|field| chosen(field)));
    Effect::new(move |_| {
        read();
        ready.set(true);
    });
    #[cfg(feature = "hydrate")]
    {
        let listener = window_event_listener(leptos::ev::change, move |_| read());
        on_cleanup(move || listener.remove());
    }
    // In the place of the name it was dropped on, at the end of the order, or out of it.
    let put = move |place: Place| {
        let Some(value) = held.get_untracked() else { return };
        held.set(None);
        let mut list = order.get_untracked();
        let at = match place {
            Place::Of(other) => list.iter().position(|one| *one == other),
            Place::Last => Some(list.len()),
            Place::Out => None,
        };
        list.retain(|one| *one != value);
        if let Some(at) = at {
            list.insert(at.min(list.len()), value);
        }
        list.truncate(most);
        field.with_value(|field| choose(field, &list));
        order.set(list);
    };
    let words = move |value: &str| {
        options.with_value(|all| all.iter().find(|(one, _)| one == value).map(|(_, words)| words.clone()))
    };
    let name = move |value: String, ranked: bool| {
        let (start, target) = (value.clone(), value.clone());
        view! {
            <li
                draggable="true"
                dir="auto"
                on:dragstart=move |event| {
                    carry(&event);
                    held.set(Some(start.clone()));
                }
                on:drop=move |event| {
                    event.prevent_default();
                    event.stop_propagation();
                    put(if ranked { Place::Of(target.clone()) } else { Place::Out });
                }
            >
                {words(&value)}
            </li>
        }
    };
    let ranked = move || order.get().into_iter().map(|value| name(value, true)).collect_view();
    let rest = move || {
        let order = order.get();
        let all = options.with_value(|all| all.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>());
        all.into_iter().filter(|value| !order.contains(value)).map(|value| name(value, false)).collect_view()
    };
    view! {
        // Whoever cannot see it has the lists.
        <div class="drag-rank" aria-hidden="true" hidden=move || !ready.get()>
            <div
                on:dragover=|event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    put(Place::Last);
                }
            >
                <p class="hint">"Your list, the best first"</p>
                <ol>{ranked}</ol>
            </div>
            <div
                on:dragover=|event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    put(Place::Out);
                }
            >
                <p class="hint">"Not on your list"</p>
                <ul>{rest}</ul>
            </div>
        </div>
    }
}

/// Where a name was dropped.
enum Place {
    Of(String),
    Last,
    Out,
}

#[cfg(feature = "hydrate")]
mod dom {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use leptos::web_sys::js_sys::{Function, Reflect};

    /// A method by its name, so that no more of the browser is bound than is used.
    fn call(on: &JsValue, method: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
        let function: Function = Reflect::get(on, &method.into())?.dyn_into()?;
        match with {
            [] => function.call0(on),
            [one] => function.call1(on, one),
            [one, other, ..] => function.call2(on, one, other),
        }
    }

    /// The lists of a field, in their order.
    fn lists(field: &str) -> Vec<JsValue> {
        let Ok(found) = call(&document(), "getElementsByName", &[field.into()]) else { return Vec::new() };
        (0..).map_while(|at| Reflect::get_u32(&found, at).ok().filter(|one| !one.is_undefined())).collect()
    }

    /// What is chosen in the lists, without gaps and repetitions.
    pub(super) fn chosen(field: &str) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for list in lists(field) {
            let value = Reflect::get(&list, &"value".into()).ok().and_then(|value| value.as_string());
            all.extend(value.filter(|value| !value.is_empty() && !all.contains(value)));
        }
        all
    }

    /// Sets the lists to an order; those that are left over choose nobody.
    pub(super) fn choose(field: &str, order: &[String]) {
        for (at, list) in lists(field).iter().enumerate() {
            let value = order.get(at).map_or("", String::as_str);
            // A list without such a choice stays empty.
            let _ = Reflect::set(list, &"value".into(), &value.into());
        }
    }

    /// Some browsers drag nothing that carries nothing.
    pub(super) fn carry(event: &JsValue) {
        if let Ok(transfer) = Reflect::get(event, &"dataTransfer".into()) {
            let _ = call(&transfer, "setData", &["text/plain".into(), "".into()]);
        }
    }
}

#[cfg(feature = "hydrate")]
use dom::{carry, choose, chosen};

#[cfg(not(feature = "hydrate"))]
fn chosen(_: &str) -> Vec<String> {
    Vec::new()
}

#[cfg(not(feature = "hydrate"))]
fn choose(_: &str, _: &[String]) {}

#[cfg(not(feature = "hydrate"))]
fn carry<Event>(_: &Event) {}
