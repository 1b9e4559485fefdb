//! The data folder: made when missing, and checked to be writable before anything else.

use anyhow::{Context, bail};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Makes the folder if it is missing and tries to write in it.
pub fn ready(folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    // What members write is nobody else's on this machine.
    if let Err(error) = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder) {
        bail!("the data folder {shown} cannot be made ({error}); make it yourself or set LANDFALL_DATA_DIR");
    }
    tempfile::tempfile_in(folder)
        .map(drop)
        .with_context(|| format!("the data folder {shown} is not writable; change its owner or set LANDFALL_DATA_DIR"))
}
