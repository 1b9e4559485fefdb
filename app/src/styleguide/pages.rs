//! `/styleguide`.

use super::actions::TryForm;
use super::examples::{Data, Messages, Times};
use crate::ui::{
    Checkbox, Choices, CopyButton, Crumb, DateField, DoneNotice, Form, Icon, IconName, Markdown, Page, Pager,
    PagerLink, SafeTextarea, Select, SubmitButton, TextField,
};
use crate::{request, routes};
use leptos::prelude::*;
use server_fn::ServerFn;

const SWATCHES: [&str; 18] = [
    "paper",
    "surface",
    "sunk",
    "ink",
    "soft",
    "line",
    "edge",
    "action",
    "action-hover",
    "action-tint",
    "warm",
    "warm-tint",
    "ok",
    "ok-tint",
    "warn",
    "warn-tint",
    "bad",
    "bad-tint",
];

const SECTIONS: [(&str, &str); 7] = [
    ("color", "Color"),
    ("type", "Type"),
    ("buttons", "Buttons"),
    ("forms", "Forms"),
    ("messages", "Messages"),
    ("data", "Data"),
    ("time", "Time"),
];

const PROSE: &str = r#"
## A heading of the third level

Text is set in the system sans at a measure of 65 characters. [A link looks like this](https://example.org), **strong words** like this, *a stress* like this, and `FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE` like this.

### A heading of the fourth level

- A list with a first thing
- and a second thing

1. Then a numbered one
2. with two steps

> I came for the visa answers. I stayed for the people.

```
[[series]]
title = "IMG Coffee Chat"
repeats = "every other month on the 4th Wednesday"
```

---

نور الساحلي طبيبة وتحضر اللقاءات منذ عام 2023.

## Łucja Żórawska, Đặng Thị Ánh, Şebnem Gülçağ

Names keep their letters in headings too.
"#;

/// All parts on one page.
#[component]
pub fn StyleguidePage() -> impl IntoView {
    if request::try_ctx().is_none() {
        return ().into_any();
    }
    view! {
        <Page
            title="Style guide"
            description="Every part the pages are made of, once."
            crumbs=vec![Crumb::new("Home", routes::home())]
        >
            <div class="page-head">
                <h1>"Style guide"</h1>
                <p class="lede">"Every part the pages are made of, once. If a page needs something else, it is added here first."</p>
            </div>
            <DoneNotice/>
            <nav class="toc" aria-label="On this page">
                <ul>{SECTIONS.map(|(id, name)| view! { <li><a href=format!("#{id}")>{name}</a></li> })}</ul>
            </nav>
            <div class="guide">
                <Colors/>
                <section id="type" aria-labelledby="type-title">
                    <h2 id="type-title">"Type"</h2>
                    <Markdown source=PROSE/>
                </section>
                <Buttons/>
                <Forms/>
                <Messages/>
                <Data/>
                <Times/>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Colors() -> impl IntoView {
    let swatches = SWATCHES
        .map(|name| {
            // A presentation attribute: the CSP allows no style attribute.
            let fill = format!("var(--{name})");
            view! {
                <li>
                    <svg aria-hidden="true"><rect width="100%" height="100%" fill=fill></rect></svg>
                    <code>{format!("--{name}")}</code>
                </li>
            }
        })
        .collect_view();
    view! {
        <section id="color" aria-labelledby="color-title">
            <h2 id="color-title">"Color"</h2>
            <ul class="swatches">{swatches}</ul>
        </section>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let here = routes::styleguide().to_string();
    let icons =
        IconName::ALL.map(|name| view! { <li class="cluster"><Icon name/>{format!("{name:?}")}</li> }).collect_view();
    view! {
        <section id="buttons" aria-labelledby="buttons-title">
            <h2 id="buttons-title">"Buttons and links"</h2>
            <div class="cluster">
                <button class="button" type="button">"Save my seat"</button>
                <a class="button" href=here.clone()><Icon name=IconName::Subscribe/>"Add to calendar"</a>
                <button class="button quiet" type="button">"See all dates"</button>
                <button class="button danger" type="button">"Cancel this event"</button>
                <button class="button" type="button" disabled=true>"Sending"</button>
                <CopyButton text="FREQ=MONTHLY;INTERVAL=2;BYDAY=4WE".to_owned() label="Copy the rule".to_owned()/>
            </div>
            <nav class="chips" aria-label="Example filters">
                <ul>
                    <li><a href=here.clone() aria-current="true">"All"</a></li>
                    <li><a href=here.clone()>"Workshops"</a></li>
                    <li><a href=here.clone()>"Practice"</a></li>
                </ul>
            </nav>
            <ul class="tags" aria-label="Tags">
                <li class="tag">"Online"</li>
                <li class="tag warm">"In 3 days"</li>
                <li class="tag ok">"Published"</li>
                <li class="tag warn">"Draft"</li>
                <li class="tag bad">"Canceled"</li>
                <li class="tag plain">"Sample"</li>
            </ul>
            <ul class="cluster" aria-label="Icons">{icons}</ul>
            <Pager
                label="Example pages"
                previous=Some(PagerLink { to: here.clone(), label: "November 2026".into(), note: "Previous".into() })
                next=Some(PagerLink { to: here, label: "January 2027".into(), note: "Next".into() })
            />
        </section>
    }
}

fn specialties() -> Vec<(String, String)> {
    ["Family medicine", "Internal medicine", "Pediatrics"].map(|name| (name.to_owned(), name.to_owned())).to_vec()
}

/// The practice form, twice.
#[component]
fn Forms() -> impl IntoView {
    let fields = || {
        view! {
            <TextField name="name" label="Your name" hint="As you write it, in any script." autocomplete="name"/>
            <SafeTextarea name="about" label="Anything else" hint="Up to 500 characters." rows=4 optional=true/>
            <Choices
                name="outcome"
                legend="What should happen?"
                options=vec![
                    ("taken", "The form is taken"),
                    ("signed-out", "My session has ended in the meantime"),
                    ("busy", "I have sent too many"),
                ]
                initial="taken"
            />
            <Select name="specialty" label="Specialty" options=specialties() optional=true/>
            <DateField name="date" legend="When is the meeting?" hint="For example 11 25 2026"/>
            <Checkbox name="remind" label="Send me the next date by email"/>
            <SubmitButton label="Try it"/>
        }
    };
    view! {
        <section id="forms" aria-labelledby="forms-title">
            <h2 id="forms-title">"Forms"</h2>
            <p>"Two equal forms on one page stay apart. Nothing is stored."</p>
            <h3>"First form"</h3>
            <Form action=TryForm::PATH row="first">{fields()}</Form>
            <h3>"Second form"</h3>
            <Form action=TryForm::PATH row="second">{fields()}</Form>
        </section>
    }
}
