//! The binary `landfall`. Everything it does is in the library beside it, so that tests can reach it.

use std::process::ExitCode;

/// Pages are made of many small strings; with this allocator a second of uncached pages
/// holds 1.4 to 1.7 times as many as with glibc's (measured by `make bench` on both, in turn).
/// Its feature `no_thp` keeps it from asking for pages of 2 MiB: those took 20 MiB more for the same content.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::main()
}
