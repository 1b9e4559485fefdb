//! The upload road.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use crate::world::{Answer, ORIGIN, Server, report, server};
use axum::body::Body;
use http::{Request, StatusCode};
use services::testing::{TestWorld, on_both};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on";

/// An upload as a browser of this site sends it.
pub(crate) fn upload_form(page: &str, kind: &str, file: &[u8]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in [("_page", page), ("kind", kind)] {
        body.extend_from_slice(
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    body.extend_from_slice(
        b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"../../x.png\"\r\ncontent-type: image/png\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    Request::post("/files/upload")
        .header("content-type", "multipart/form-data; boundary=b")
        .header("origin", ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}

async fn upload(server: &Server, page: &str, kind: &str, file: &[u8]) -> Answer {
    server.send(upload_form(page, kind, file)).await
}

#[tokio::test]
async fn a_screenshot_is_staged_shown_and_sent_with_the_report() {
    on_both(async |world| {
        let server = server(world);
        let answer = upload(&server, "/report?page=%2Fevents", "screenshot", PNG).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let to = answer.header("location").to_owned();
        let id = to.strip_prefix("/report?page=%2Fevents&file=").unwrap_or_else(|| panic!("{to}")).to_owned();
        let page = server.get(&to).await;
        assert!(page.body.contains("Screenshot added") && page.body.contains(&format!("value=\"{id}\"")));
        let mut fields = report("key00000000000000008", "The button is cut off, see the picture.");
        fields.push(("file_id", &id));
        assert_eq!(server.post("/do/moderation/report", &fields).await.status, StatusCode::SEE_OTHER);
        let stored = services::moderation::list(&world.ctx, true, 10).await.unwrap();
        assert!(stored[0].has_file);
        let gone = server.get(&to).await;
        assert!(!gone.body.contains("Screenshot added"), "an attached file is not staged any more");
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_welcome_is_refused_in_words_and_leaves_nothing() {
    on_both(async |world| {
        let server = server(world);
        let large = [PNG, &vec![0; 3 * 1024 * 1024]].concat();
        for (file, word) in [
            (b"<html><script>alert(1)</script>".as_slice(), "wrong-type"),
            (b"".as_slice(), "empty"),
            (large.as_slice(), "too-large"),
        ] {
            let answer = upload(&server, "/report", "screenshot", file).await;
            assert_eq!(
                (answer.status, answer.header("location")),
                (StatusCode::SEE_OTHER, format!("/report?upload={word}").as_str())
            );
            let page = server.get(&format!("/report?upload={word}")).await;
            assert!(page.body.contains("upload-file-error"), "{word}");
        }
        let kept = std::fs::read_dir(world.ctx.db.data_dir().join("files"))
            .map_or(0, |entries| entries.filter_map(Result::ok).filter(|entry| entry.path().is_file()).count());
        assert_eq!(kept, 0);
    })
    .await;
}

#[tokio::test]
async fn an_upload_cannot_send_the_browser_away() {
    let world = TestWorld::sqlite().await;
    let server = server(&world);
    let answer = upload(&server, "https://evil.example/", "screenshot", PNG).await;
    assert!(answer.header("location").starts_with("/?file="), "{}", answer.header("location"));
    assert_eq!(upload(&server, "/report", "nonsense", PNG).await.status, StatusCode::BAD_REQUEST);
    world.end().await;
}
