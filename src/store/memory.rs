//! A record in memory, for the demo's throw-away one and for tests of what stands on a store.

use super::chain::{self, Head, Linked, Verifier};
use super::{Answers, Change, DirectoryRows, Line, Loaded, StoreError, TokenRow};
use crate::domain::event::Recorded;
use crate::domain::ids::{Seq, SubmissionId};
use std::collections::{HashMap, HashSet};

#[derive(Clone, Debug)]
pub struct Memory {
    head: Head,
    log: Vec<Linked>,
    answers: Answers,
    directory: DirectoryRows,
    tokens: Vec<TokenRow>,
    secret: [u8; 32],
    next_failure: Option<fn() -> StoreError>,
}

impl Memory {
    pub(super) fn new(secret: [u8; 32]) -> Memory {
        Memory {
            head: Head::default(),
            log: Vec::new(),
            answers: Answers::new(),
            directory: DirectoryRows::default(),
            tokens: Vec::new(),
            secret,
            next_failure: None,
        }
    }

    /// The next commit records nothing and fails with this, for tests of what happens then.
    pub fn fail_next_commit(&mut self, error: fn() -> StoreError) {
        self.next_failure = Some(error);
    }

    pub(super) fn load_after(
        &self,
        after: Head,
        each: &mut dyn FnMut(&Recorded),
    ) -> Result<Loaded, StoreError> {
        let mut verifier = Verifier::after(after);
        self.verify(&mut verifier, u64::MAX, each)?;
        let end = verifier.ends_at(self.head).map_err(damaged)?;
        Ok(Loaded {
            through: end.seq,
            hash: end.hash,
        })
    }

    pub(super) fn verify(
        &self,
        verifier: &mut Verifier,
        limit: u64,
        each: &mut dyn FnMut(&Recorded),
    ) -> Result<(), StoreError> {
        let whole = |number| usize::try_from(number).unwrap_or(usize::MAX);
        let next = self.log.iter().skip(whole(verifier.head().seq.0));
        for linked in next.take(whole(limit)) {
            each(&verifier.take(linked).map_err(damaged)?);
        }
        Ok(())
    }

    pub(super) fn chain(&self) -> Head {
        self.head
    }

    pub(super) fn answers(&self, ids: &[SubmissionId]) -> Answers {
        let known = |id: &SubmissionId| Some((*id, self.answers.get(id)?.clone()));
        ids.iter().filter_map(known).collect()
    }

    pub(super) fn commit(&mut self, batch: &[Change]) -> Result<Vec<Line>, StoreError> {
        if let Some(error) = self.next_failure.take() {
            return Err(error());
        }
        let events = batch.iter().flat_map(|change| &change.events);
        let (links, head) = chain::link(self.head, events).map_err(defect)?;
        let answers = batch.iter().filter_map(|change| change.answer.as_ref());
        let mut answered = HashSet::new();
        if let Some((id, _)) = answers
            .clone()
            .find(|(id, _)| self.answers.contains_key(id) || !answered.insert(*id))
        {
            return Err(defect(format!("a second answer to {id}")));
        }
        self.answers.extend(answers.cloned());
        for rows in batch.iter().filter_map(|change| change.directory.as_ref()) {
            upsert(&mut self.directory.accounts, &rows.accounts, |row| &row.id);
            upsert(&mut self.directory.contacts, &rows.contacts, |row| &row.id);
            upsert(&mut self.directory.people, &rows.people, |row| &row.id);
        }
        let lines = links.iter().map(|linked| linked.line.clone()).collect();
        self.log.extend(links);
        self.head = head;
        Ok(lines)
    }

    pub(super) fn events(&self, after: Seq, limit: usize) -> Vec<Line> {
        // The event with number n is the nth.
        let from = usize::try_from(after.0).unwrap_or(usize::MAX);
        let lines = self.log.iter().skip(from).take(limit);
        lines.map(|linked| linked.line.clone()).collect()
    }

    pub(super) fn hash_at(&self, seq: Seq) -> chain::Hash {
        let after = usize::try_from(seq.0).ok().and_then(|after| self.log.get(after));
        after.map_or(self.head.hash, |linked| linked.before)
    }

    pub(super) fn head(&self) -> Seq {
        self.head.seq
    }

    pub(super) fn directory(&self) -> DirectoryRows {
        self.directory.clone()
    }

    pub(super) fn add_token(&mut self, token: TokenRow) -> Result<(), StoreError> {
        if self.tokens.iter().any(|known| known.hash == token.hash) {
            return Err(defect("the same token twice".to_owned()));
        }
        self.tokens.push(token);
        Ok(())
    }

    pub(super) fn tokens(&self) -> Vec<TokenRow> {
        self.tokens.clone()
    }

    pub(super) fn revoke(&mut self, hashes: &[[u8; 32]]) {
        let meant = self
            .tokens
            .iter_mut()
            .filter(|token| hashes.contains(&token.hash));
        meant.for_each(|token| token.revoked = true);
    }

    pub(super) fn secret(&self) -> [u8; 32] {
        self.secret
    }
}

/// Replaces the rows whose ids are known, in their places, and adds the others.
fn upsert<T: Clone, Id: Clone + Eq + std::hash::Hash>(
    known: &mut Vec<T>,
    rows: &[T],
    id: for<'a> fn(&'a T) -> &'a Id,
) {
    let places = known.iter().enumerate();
    let mut places: HashMap<Id, usize> = places.map(|(place, row)| (id(row).clone(), place)).collect();
    for row in rows {
        match places.get(id(row)) {
            Some(place) => known[*place] = row.clone(),
            None => {
                places.insert(id(row).clone(), known.len());
                known.push(row.clone());
            }
        }
    }
}

/// Where other stores say their path.
fn place() -> String {
    "the record in memory".to_owned()
}

fn damaged(broken: chain::Break) -> StoreError {
    StoreError::Damaged {
        path: place(),
        what: broken.to_string(),
    }
}

fn defect(what: String) -> StoreError {
    StoreError::Defect { path: place(), what }
}
