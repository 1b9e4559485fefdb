//! Every letter, as it is read. After a wanted change, read the new text and copy it to `tests/golden/mail`.

use chrono_tz::Tz;

use super::*;
use crate::mail::{Told, WhenEnded};
use crate::testing::TestWorld;

const HTML_BYTES: usize = 100 * 1024;

/// About a date, in every way.
fn about_a_date(ctx: &Ctx) -> impl Iterator<Item = Letter> {
    use crate::mail::{RsvpNews as News, RsvpTold};
    let (start, until) = ("2026-11-12T01:00:00Z".parse().unwrap(), ctx.now() + TimeDelta::hours(24));
    let guest = |news: &News| matches!(news, News::GuestAsked { .. } | News::Going);
    [
        News::GuestAsked { until },
        News::Going,
        News::GoingToSeries { going: 25, waiting: 1 },
        News::Waiting,
        News::Promoted,
        News::OffWaitlist,
        News::NotGoing,
        News::LeftSeries,
        News::Stopped,
        News::Changed,
        News::Canceled,
        News::Back,
        News::Stays,
        News::Reminder,
    ]
    .into_iter()
    .map(move |news| {
        let whole = matches!(news, News::GoingToSeries { .. } | News::LeftSeries);
        Letter::Rsvp(RsvpTold {
            news,
            title: "Coffee chat <b>&".to_owned(),
            start: (!whole).then_some(start),
            dates: Vec::new(),
            zone: Tz::America__New_York,
            place: "Video call".to_owned(),
            page: path(if guest(&news) { "/rsvp/TOKEN" } else { "/events/coffee-chat/2026-11-11/rsvp" }),
            has_way_in: matches!(news, News::Going | News::Promoted | News::Reminder),
            guest: guest(&news),
            discreet: false,
        })
    })
}

/// One about several dates at two places: two begin later, one is gone, one stays, and a seat has become free.
fn about_several_dates() -> Letter {
    use crate::mail::{RsvpDate, RsvpNews as News, RsvpTold};
    let date = |news, start: &str, title: Option<&str>| RsvpDate {
        news,
        start: start.parse().unwrap(),
        title: title.map(str::to_owned),
        place: (news != News::Canceled).then(|| title.map_or("Video call", |_| "Room 4 <b>").to_owned()),
    };
    Letter::Rsvp(RsvpTold {
        news: News::Changed,
        title: "Coffee chat <b>&".to_owned(),
        start: None,
        dates: vec![
            date(News::Changed, "2026-11-12T01:30:00Z", None),
            date(News::Canceled, "2026-11-19T01:00:00Z", None),
            date(News::Changed, "2026-11-26T01:30:00Z", Some("Letters & <i>visas")),
            date(News::Stays, "2026-12-03T01:00:00Z", None),
            date(News::Promoted, "2026-12-10T01:00:00Z", None),
        ],
        zone: Tz::America__New_York,
        place: String::new(),
        page: path("/events/coffee-chat/2026-11-11/rsvp"),
        has_way_in: false,
        guest: false,
        discreet: false,
    })
}

fn all(ctx: &Ctx) -> Vec<Letter> {
    let mut letters = of_the_house(ctx);
    letters.extend(about_a_date(ctx));
    letters.push(about_several_dates());
    letters
}

fn of_the_house(ctx: &Ctx) -> Vec<Letter> {
    let (at, until) = (ctx.now(), ctx.now() + TimeDelta::hours(24));
    let told = |topic, title: &str, text: &str, discreet| Told {
        topic,
        title: title.to_owned(),
        text: text.to_owned(),
        path: path("/events/coffee-chat"),
        discreet,
    };
    vec![
        Letter::ConfirmAddress { link: path("/confirm/TOKEN"), until },
        Letter::AlreadyHaveAccount { sign_in: path("/sign-in"), forgotten: path("/forgot-password") },
        Letter::ResetPassword { link: path("/reset-password/TOKEN"), until: at + TimeDelta::minutes(30) },
        Letter::PasswordChanged { at, forgotten: path("/forgot-password") },
        Letter::ChangeAddressConfirm { link: path("/change-email/TOKEN"), until },
        Letter::AddressChangeTold { at, forgotten: path("/forgot-password") },
        Letter::AddressChanged { at },
        Letter::NewDevice { device: "Firefox on Linux".to_owned(), at, devices: path("/me/devices") },
        Letter::TwoFactorOn { at, settings: path("/me/two-factor") },
        Letter::TwoFactorOff { at, settings: path("/me/two-factor") },
        Letter::AccountLeaving { erase_at: at + TimeDelta::days(14), sign_in: path("/sign-in") },
        Letter::AccountErased { at },
        Letter::CapabilityGranted {
            capability: "Moderator".to_owned(),
            by: "grace@example.org".to_owned(),
            from: until,
            desk: path("/desk/grants"),
        },
        Letter::CapabilityEnded {
            capability: "admin".to_owned(),
            by: "grace@example.org".to_owned(),
            whom: "mary@example.org".to_owned(),
            when: WhenEnded::UnlessStopped(until),
            desk: path("/desk"),
        },
        Letter::BreakGlassTold { at, log: path("/me/log") },
        Letter::Notice(told(Topic::Events, "The coffee chat has moved", "It begins at 8:30 pm.\nSame link.", false)),
        Letter::Digest {
            told: vec![
                told(Topic::Events, "The coffee chat has moved", "It begins at 8:30 pm.", false),
                told(Topic::News, "The annual report is out <b>&", "", false),
            ],
            more: 3,
            list: path("/me/notifications"),
            discreet: false,
        },
    ]
}

fn outgoing(ctx: &Ctx, letter: &Letter, zone: Option<Tz>) -> Outgoing {
    let to = email("ada@example.org");
    let to = To { account: Some(1), zone, ..To::address(&to) };
    match letter {
        Letter::Notice(_) | Letter::Digest { .. } => stoppable(ctx, to, letter),
        _ => Outgoing::new(ctx, to, letter),
    }
}

fn assert_golden(name: &str, bytes: &str) {
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/mail").join(name);
    if std::fs::read_to_string(&golden).unwrap_or_default() != bytes {
        let fresh = std::env::temp_dir().join("landfall-mail");
        std::fs::create_dir_all(&fresh).unwrap();
        std::fs::write(fresh.join(name), bytes).unwrap();
        panic!("{name} differs; the new text is in {}:\n{bytes}", fresh.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_letter_reads_as_it_was_written() {
    let world = TestWorld::sqlite().await;
    let mut wrong = Vec::new();
    for letter in all(&world.ctx) {
        let mail = outgoing(&world.ctx, &letter, None);
        let text = format!("Subject: {}\n\n{}", mail.rendered().subject, mail.rendered().text);
        let kind = letter.kind();
        for (name, bytes) in [(format!("{kind}.txt"), text), (format!("{kind}.html"), mail.rendered().html.clone())] {
            if let Err(panic) = std::panic::catch_unwind(|| assert_golden(&name, &bytes)) {
                wrong.push((name, panic));
            }
        }
    }
    let names: Vec<&String> = wrong.iter().map(|(name, _)| name).collect();
    assert!(wrong.is_empty(), "{names:?}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_letter_is_small_plain_and_the_same_in_both_parts() {
    let world = TestWorld::sqlite().await;
    let ctx = &world.ctx;
    for letter in all(ctx) {
        let mail = outgoing(ctx, &letter, None);
        let (html, text) = (&mail.rendered().html, &mail.rendered().text);
        let kind = letter.kind();
        assert!(html.len() < HTML_BYTES && html.contains("color-scheme"), "{kind}");
        for no in ["<img", "<table", "<script", "src=", "@import", "url(", "javascript:", "!</p>"] {
            assert!(!html.contains(no), "{kind}: {no}");
        }
        let links = |part: &str| -> Vec<String> {
            let ends = |c: char| c.is_whitespace() || c == '"' || c == '<';
            let mut found: Vec<String> = part
                .match_indices("http://")
                .map(|(at, _)| part[at..].split(ends).next().unwrap().to_owned())
                .collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        assert_eq!(links(html), links(text), "{kind}");
        assert!(links(html).iter().all(|link| link.starts_with("http://127.0.0.1:3000/")), "{kind}");
        let stops = text.contains("/unsubscribe/");
        assert_eq!(stops, matches!(letter, Letter::Notice(_) | Letter::Digest { .. }), "{kind}");
        assert!(!mail.rendered().subject.contains('!') && !text.contains('!'), "{kind}");
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_carry_the_zone_of_the_person() {
    let world = TestWorld::sqlite().await;
    let letter = Letter::AccountErased { at: world.ctx.now() };
    let text = |zone| outgoing(&world.ctx, &letter, zone).rendered().text.replace('\n', " ");
    assert!(text(None).contains("Tuesday, November 3, 2026, 10:00 am EST"));
    assert!(text(Some(Tz::Asia__Karachi)).contains("Tuesday, November 3, 2026, 8:00 pm PKT"));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discreet_subject_says_nothing() {
    let world = TestWorld::sqlite().await;
    let told = Told {
        topic: Topic::Events,
        title: "Visa evening".to_owned(),
        text: String::new(),
        path: path("/events"),
        discreet: true,
    };
    let digest = Letter::Digest { told: vec![told.clone()], more: 0, list: path("/me/notifications"), discreet: true };
    for letter in [Letter::Notice(told), digest] {
        assert_eq!(outgoing(&world.ctx, &letter, None).rendered().subject, "News from Harborlight");
    }
    world.end().await;
}
