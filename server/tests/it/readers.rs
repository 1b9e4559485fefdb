//! Everybody who may come by a page, for what is somebody's own and read by nobody else.

use crate::world::{Answer, Server, Signed, addresses_of};
use domain::access::Capability;
use services::testing::TestWorld;
use std::collections::BTreeSet;

/// Somebody who reads.
pub(crate) struct Reader<'s> {
    /// What they have been trusted with, if with anything.
    capability: Option<Capability>,
    server: &'s Server,
    /// `None` for a visitor.
    signed: Option<Signed<'s>>,
}

/// A visitor, somebody who has been trusted with nothing, and somebody for each capability.
pub(crate) async fn everybody<'s>(world: &TestWorld, server: &'s Server) -> Vec<Reader<'s>> {
    let mut readers = vec![Reader { capability: None, server, signed: None }];
    for (nth, capability) in [None].into_iter().chain(Capability::ALL.map(Some)).enumerate() {
        let held: Vec<_> = capability.into_iter().collect();
        let person = world.person(&format!("reader{nth}"), &held).await;
        let signed = Some(server.signed_in(person.account, true).await);
        readers.push(Reader { capability, server, signed });
    }
    readers
}

/// Every address that can be opened, once with each of these public ids. A form's own address opens nothing.
pub(crate) fn pages_of(ids: &[&str]) -> Vec<String> {
    let all = ids.iter().flat_map(|id| addresses_of(id)).filter(|address| !address.starts_with("/do/"));
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Reads each of these addresses as each of them, and shows what came: where, to whom, and the answer. Answers how many
/// were read.
pub(crate) async fn read_all(
    readers: &[Reader<'_>],
    addresses: &[String],
    look: impl Fn(&str, Option<Capability>, &Answer),
) -> usize {
    let mut read = 0;
    for address in addresses {
        for reader in readers {
            let answer = match &reader.signed {
                None => reader.server.get(address).await,
                Some(signed) => signed.get(address).await,
            };
            look(address, reader.capability, &answer);
            read += 1;
        }
    }
    read
}
