//! A photo drawn anew: turned the right way up, shrunk, and with nothing in it but its colors.
//!
//! Cameras write place and time into a file, and a small file may claim to be a huge picture. So the file as it came is
//! never kept or served, and no picture is unpacked that would not fit into memory.

use std::io::{self, Cursor};
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbImage};
use tokio::sync::Semaphore;

/// The longer side of what is kept, in pixels.
const SIDE: u32 = 800;
/// The longest side of what is taken, in pixels: more than a telephone makes.
const MOST_SIDE: u32 = 12_000;
/// The most pixels of what is taken.
const MOST_PIXELS: u64 = 40_000_000;
/// The most bytes a decoder may ask for.
const MOST_BYTES: u64 = 200 * 1024 * 1024;
/// Of 100. Faces look the same above it and the file only grows.
const QUALITY: u8 = 82;

/// Unpacking is the one thing here that wants much memory, so one picture at a time.
static ONE: Semaphore = Semaphore::const_new(1);

/// Reads a picture and answers it as a JPEG of at most [`SIDE`] pixels a side; `None` when it is no picture, or one
/// that is too large to unpack.
pub(super) async fn draw(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let bytes = tokio::fs::read(path).await?;
    // The semaphore is never closed; without a permit the picture would only be drawn at once.
    let _turn = ONE.acquire().await;
    tokio::task::spawn_blocking(move || drawn(bytes)).await.map_err(io::Error::other)
}

fn drawn(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if width.max(height) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(orientation);
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&on_white(&picture)).ok()?;
    Some(out)
}

/// JPEG knows no transparency; what shines through is white, as paper is.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let over = |color: u8| {
            let mixed = (u32::from(color) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
pub(super) mod tests {
    use image::{ExtendedColorType, ImageEncoder, ImageFormat, RgbaImage};

    use super::*;

    /// A JPEG of so many pixels that says where it was taken and that it lies on its side (orientation 6 of Exif 2.3).
    pub(crate) fn camera(width: u32, height: u32) -> Vec<u8> {
        let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 31.5204 N 74.3587 E");
        let picture = RgbImage::from_fn(width, height, |x, _| image::Rgb([u8::from(x > width / 2) * 255, 80, 40]));
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new(&mut bytes);
        encoder.set_exif_metadata(exif).unwrap();
        encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8).unwrap();
        bytes
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg).into_dimensions().unwrap()
    }

    #[test]
    fn a_photo_is_shrunk_turned_and_tells_nothing_of_its_place() {
        let came = camera(1600, 1200);
        assert!(came.windows(4).any(|part| part == b"GPS "), "the camera says where it was");
        let drawn = drawn(came).unwrap();
        assert_eq!(size(&drawn), (600, 800), "upright, and no longer side than it may have");
        assert!(!drawn.windows(4).any(|part| part == b"GPS " || part == b"Exif"));
        assert!(drawn.starts_with(b"\xff\xd8\xff"));
    }

    #[test]
    fn a_small_photo_keeps_its_size_and_transparency_becomes_white() {
        let mut png = Cursor::new(Vec::new());
        RgbaImage::from_pixel(20, 10, image::Rgba([0, 0, 0, 0])).write_to(&mut png, ImageFormat::Png).unwrap();
        let drawn = drawn(png.into_inner()).unwrap();
        assert_eq!(size(&drawn), (20, 10));
        let pixel = image::load_from_memory(&drawn).unwrap().to_rgb8().get_pixel(3, 3).0;
        assert!(pixel.iter().all(|color| *color > 250), "{pixel:?}");
    }

    #[test]
    fn a_small_file_that_claims_to_be_a_huge_picture_is_not_unpacked() {
        let mut bomb = Cursor::new(Vec::new());
        RgbaImage::new(1, 1).write_to(&mut bomb, ImageFormat::Png).unwrap();
        let mut bomb = bomb.into_inner();
        // Width and height of the PNG header (W3C PNG 11.2.2), and the sum over it.
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        assert_eq!(drawn(bomb), None);
        let mut wide = camera(90, 50);
        assert!(drawn(wide.clone()).is_some());
        // Height and width in the frame header of the JPEG (ITU T.81 B.2.2).
        let frame = wide.windows(2).position(|part| part == b"\xff\xc0").unwrap();
        wide[frame + 5..frame + 7].copy_from_slice(&5_000_u16.to_be_bytes());
        wide[frame + 7..frame + 9].copy_from_slice(&9_000_u16.to_be_bytes());
        assert_eq!(drawn(wide), None, "45 million pixels");
        assert_eq!(drawn(b"\xff\xd8\xffnot a picture".to_vec()), None);
        assert_eq!(drawn(Vec::new()), None);
    }
}
