//! Accounts and contacts: all of them page by page, then what has changed.

use super::{Salesforce, Setting, word};
use crate::connect::call::Ask;
use crate::connect::crm::{delivery, kept::Kept};
use crate::connect::json::read::{Fact, Item, columns, listed};
use crate::connect::json::{Described, Kind};
use crate::connect::told::Round;
use crate::connect::{Delivery, FetchError, coerce};
use crate::domain::ids::SinkName;
use crate::domain::span::Span;
use crate::domain::text::Clean;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;

/// The most pages of one round, 2,000 rows each.
const PAGES: usize = 2;
/// Two changes may be seen in another order than they were made in.
const LATE: Span = Span::minutes(1);

#[derive(Clone, Debug)]
pub struct Lists {
    accounts: List,
    contacts: List,
    turn: Kind,
    owners_asked: bool,
    /// What the hub did not take; it goes along with the next.
    pub lost: Vec<Delivery>,
}

#[derive(Clone, Debug)]
struct List {
    object: &'static str,
    described: Described,
    columns: Vec<Clean>,
    /// From `SELECT` on, and what rows it is about.
    select: String,
    only: String,
    /// The newest change that was brought; `None`: nothing was.
    since: Option<Timestamp>,
    newest: Option<Timestamp>,
    /// The address of the next page, and of those before it.
    next: Option<String>,
    had: BTreeSet<String>,
    kept: Kept,
}

impl Lists {
    pub fn new(sink: &SinkName, setting: &Setting) -> Lists {
        let list = |kind, object: &'static str, only: String| {
            let described = setting.described(sink, kind);
            let mut columns = columns(&described);
            if kind == Kind::Accounts && setting.currency.is_some() {
                columns.push("currency".into());
            }
            let fields = setting.asked(kind).join(", ");
            List {
                object,
                described,
                columns,
                select: format!("SELECT Id, {fields}, SystemModstamp FROM {object}"),
                only,
                since: None,
                newest: None,
                next: None,
                had: BTreeSet::new(),
                kept: Kept::default(),
            }
        };
        let only = setting.only.as_ref().map(|only| format!("({only})"));
        Lists {
            accounts: list(Kind::Accounts, "Account", only.unwrap_or_default()),
            contacts: list(Kind::Contacts, "Contact", "AccountId != null".to_owned()),
            turn: Kind::Accounts,
            owners_asked: false,
            lost: Vec::new(),
        }
    }

    fn list(&mut self) -> &mut List {
        match self.turn {
            Kind::Contacts => &mut self.contacts,
            Kind::Accounts | Kind::Incidents => &mut self.accounts,
        }
    }
}

pub async fn round(vendor: &mut Salesforce, now: Timestamp) -> Result<Round, FetchError> {
    let mut round = Round::default();
    if !vendor.lists.owners_asked {
        match vendor.load_owners(now).await {
            Ok(()) => {}
            // Nobody's owner is worth all accounts.
            Err(failure) if matches!(failure.error, FetchError::Refused { .. }) => {
                round
                    .faults
                    .push(format!("whose accounts they are is not known: users {}", failure.error).into());
            }
            Err(failure) => return Err(failure.error),
        }
        vendor.lists.owners_asked = true;
    }
    let kind = vendor.lists.turn;
    let mut items = Vec::new();
    round.more = true;
    for _ in 0..PAGES {
        match step(vendor, now, &mut items, &mut round.faults).await {
            Ok(true) => {}
            Ok(false) => {
                let lists = &mut vendor.lists;
                lists.turn = match kind {
                    Kind::Contacts => Kind::Accounts,
                    Kind::Accounts | Kind::Incidents => Kind::Contacts,
                };
                round.more = lists.list().since.is_none() || lists.list().next.is_some();
                break;
            }
            // What came before is brought first; the next round meets the same.
            Err(_) if !items.is_empty() => break,
            Err(error) => return Err(error),
        }
    }
    finish(vendor, kind, items, &mut round, now).await;
    Ok(round)
}

/// What was read, in our words, after what was lost before.
async fn finish(vendor: &mut Salesforce, kind: Kind, items: Vec<Item>, round: &mut Round, now: Timestamp) {
    let stranger = |item: &Item| match &item.fact {
        Fact::Account(account) => {
            let owner = account.owner.as_ref();
            owner.is_some_and(|owner| !vendor.owners.knows(owner.as_str()))
        }
        Fact::Contact(_) | Fact::Incident(_) => false,
    };
    if items.iter().any(stranger) {
        vendor.load_owners(now).await.ok();
    }
    let read = match kind {
        Kind::Contacts => &vendor.lists.contacts,
        Kind::Accounts | Kind::Incidents => &vendor.lists.accounts,
    };
    let columns = read.columns.clone();
    let currency = vendor.setting.currency.as_deref();
    let news = delivery(&vendor.sink, kind, items, columns, currency, &vendor.owners);
    round.deliveries = std::mem::take(&mut vendor.lists.lost);
    round.deliveries.extend(news);
}

/// One question; whether this list has more.
async fn step(
    vendor: &mut Salesforce,
    now: Timestamp,
    items: &mut Vec<Item>,
    faults: &mut Vec<Clean>,
) -> Result<bool, FetchError> {
    let ask = match vendor.lists.list().next.clone() {
        Some(next) => vendor.caller.follow(&next)?,
        None => {
            let soql = vendor.lists.list().soql();
            Ask::get(vendor.setting.path("query/")).query("q", soql)
        }
    };
    let said = vendor.ask(&ask, now).await;
    let list = vendor.lists.list();
    let answer = match said {
        Ok(answer) => answer,
        Err(failure) => {
            // Their place in the list may be gone: it is begun anew.
            if matches!(
                failure.error,
                FetchError::NotFound { .. } | FetchError::Refused { .. }
            ) {
                list.begin();
            }
            return Err(match super::said(&failure) {
                Some(said) => FetchError::Odd(said),
                None => failure.error,
            });
        }
    };
    let body: Value = answer.read().map_err(|failure| failure.error)?;
    list.page(&body, now, items, faults)
}

impl List {
    fn soql(&self) -> String {
        // A moment stands without quotes, and to the second is enough.
        let since = self
            .since
            .map(|since| format!("SystemModstamp >= {:.0}", since - LATE.0));
        let only = Some(self.only.clone()).filter(|only| !only.is_empty());
        let conditions: Vec<String> = only.into_iter().chain(since).collect();
        match conditions.as_slice() {
            [] => self.select.clone(),
            conditions => format!("{} WHERE {}", self.select, conditions.join(" AND ")),
        }
    }

    fn begin(&mut self) {
        self.next = None;
        self.had.clear();
        self.newest = None;
    }

    fn page(
        &mut self,
        body: &Value,
        now: Timestamp,
        items: &mut Vec<Item>,
        faults: &mut Vec<Clean>,
    ) -> Result<bool, FetchError> {
        let Some(rows) = body["records"].as_array() else {
            return Err(FetchError::Odd("there is no list under \"records\"".into()));
        };
        let changed = |row: &Value| coerce::time(&row["SystemModstamp"]).ok()?;
        self.newest = rows.iter().filter_map(changed).chain(self.newest).max();
        let reading = listed(&self.described, rows, now);
        faults.extend(reading.faults);
        items.extend(match self.since {
            Some(_) => self.kept.news(reading.items),
            None => reading.items,
        });
        let next = word(&body["nextRecordsUrl"]);
        if next.as_ref().is_some_and(|next| !self.had.insert(next.clone())) {
            faults.push(
                format!(
                    "the list of {} goes on at a page we had; stopped there",
                    self.object
                )
                .into(),
            );
            return Ok(self.end());
        }
        if next.is_some() {
            self.next = next;
            return Ok(true);
        }
        Ok(self.end())
    }

    /// Read to its end. What changed while all was read may have been read before it did, so the first reading of changes
    /// reaches back to before that began.
    fn end(&mut self) -> bool {
        let newest = self.newest.or(self.since).unwrap_or(Timestamp::UNIX_EPOCH);
        self.since = Some(match self.since {
            None if newest > Timestamp::UNIX_EPOCH => newest - FIRST.0,
            None | Some(_) => newest,
        });
        self.kept.turn();
        self.begin();
        false
    }
}

/// The longest that listing all takes.
const FIRST: Span = Span::hours(1);
