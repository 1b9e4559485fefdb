//! An event that takes place once, from the form to the reader, on both databases.

use super::tests::{KEY, form, new_form, organizer, scope};
use super::*;
use crate::events::tests::get;
use crate::events::{Filter, OccurrenceFound, SeriesFound, occurrence_page, series_page};
use crate::testing::on_both;

const SLUG: &str = "board-review";
const DAY: &str = "2026-12-01";

#[tokio::test(flavor = "multi_thread")]
async fn a_single_event_is_one_date_that_everybody_finds_once_it_is_published() {
    on_both(async |world| {
        let (olga, reader) = (organizer(world).await.ctx, &world.ctx);
        // What the form says of a rhythm beside it is not looked at.
        let once = new_form(&[("repeats", "once"), ("every", "2"), ("days", "TU"), ("nth", "1")]);
        let looked = look(&olga, None, &once).await.unwrap().unwrap();
        assert_eq!((looked.series.rule, looked.dates.len()), (None, 1));
        let saved = save(&olga, None, &once, Press::Save, KEY).await.unwrap();
        assert_eq!((saved.slug.as_str(), saved.public), (SLUG, false));
        assert!(form(&olga, SLUG, &[]).await.contains(&("repeats".to_owned(), "once".to_owned())));
        let draft = occurrence_page(reader, SLUG, DAY).await.unwrap();
        assert!(matches!(draft, OccurrenceFound::Missing { .. }), "{draft:?}");

        set_series(&olga, SLUG, SeriesDeed::Publish).await.unwrap();
        let SeriesFound::Found(page) = series_page(reader, SLUG).await.unwrap() else { panic!("it is not public") };
        assert_eq!((page.series.rule, page.next.len(), page.past.len()), (None, 1, 0));
        let date = occurrence_page(reader, SLUG, DAY).await.unwrap();
        let OccurrenceFound::Found(date) = date else { panic!("its date is not public") };
        assert_eq!(date.occurrence.original_start.to_string(), "2026-12-01 19:00:00");
        assert_eq!(date.occurrence.start.to_string(), "2026-12-02 01:00:00 UTC", "in Chicago it is the day before");
        assert_eq!((date.previous, date.next), (None, None));
        let listed = crate::events::list(reader, &Filter::default()).await.unwrap().dates;
        let listed: Vec<_> = listed.iter().map(|date| (date.slug.as_str(), date.date_name.as_str())).collect();
        assert_eq!(listed, [(SLUG, DAY)]);
        let feed = get(reader, &scope(SLUG)).await.0;
        // The clocks of the zone have rules too, and stand before the events.
        let events: Vec<_> = feed.split("BEGIN:VEVENT").skip(1).collect();
        assert_eq!(events.len(), 1, "{feed}");
        assert!(events[0].contains("DTSTART;TZID=America/Chicago:20261201T190000\r\n"), "{feed}");
        assert!(!events[0].contains("RRULE") && !events[0].contains("RECURRENCE-ID"), "{feed}");
        assert_eq!(crate::check::check(reader).await.unwrap(), []);
    })
    .await;
}
