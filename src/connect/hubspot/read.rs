//! Companies and contacts: all of them page by page, then what has changed.

use super::setting::NAMES;
use super::{Hubspot, Setting, word};
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
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The most pages of one round: what they hold is brought to the hub before more is asked for.
const PAGES: usize = 20;
/// Of one page of the list of all: as many as they give.
const ROWS: &str = "100";
/// A search gives no more, however many it finds.
const SEARCHED: u64 = 10_000;
/// What has changed is found a little later, and not in order.
const LATE: Span = Span::minutes(2);

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
    kind: Kind,
    object: &'static str,
    /// Their name of when a row was last changed.
    modified: &'static str,
    described: Described,
    columns: Vec<Clean>,
    properties: Vec<String>,
    stage: Stage,
    kept: Kept,
}

#[derive(Clone, Debug)]
enum Stage {
    New,
    /// `since`: the newest change before it began; `had`: where pages began.
    All {
        after: Option<String>,
        since: Timestamp,
        had: BTreeSet<String>,
    },
    Changes {
        since: Timestamp,
        after: Option<String>,
        newest: Timestamp,
    },
}

struct Page {
    items: Vec<Item>,
    faults: Vec<Clean>,
    next: Option<String>,
    newest: Option<Timestamp>,
}

impl Lists {
    pub fn new(sink: &SinkName, setting: &Setting) -> Lists {
        let list = |kind, object, modified| {
            let described = setting.described(sink, kind);
            let mut columns = columns(&described);
            if kind == Kind::Accounts && setting.currency.is_some() {
                columns.push("currency".into());
            }
            List {
                kind,
                object,
                modified,
                described,
                columns,
                properties: setting.properties(kind),
                stage: Stage::New,
                kept: Kept::default(),
            }
        };
        Lists {
            accounts: list(Kind::Accounts, "companies", "hs_lastmodifieddate"),
            contacts: list(Kind::Contacts, "contacts", "lastmodifieddate"),
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

pub async fn round(vendor: &mut Hubspot, now: Timestamp) -> Result<Round, FetchError> {
    let mut round = Round::default();
    if !vendor.lists.owners_asked {
        owners(vendor, now, &mut round).await?;
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
                // The other list has not been read to its end yet.
                round.more = !matches!(lists.list().stage, Stage::Changes { .. });
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

async fn owners(vendor: &mut Hubspot, now: Timestamp, round: &mut Round) -> Result<(), FetchError> {
    match vendor.load_owners(now).await {
        Ok(()) => {}
        // Nobody's owner is worth all accounts.
        Err(failure)
            if matches!(
                failure.error,
                FetchError::Auth { .. } | FetchError::NotFound { .. }
            ) =>
        {
            round
                .faults
                .push(format!("whose accounts they are is not known: owners {}", failure.error).into());
        }
        Err(failure) => return Err(failure.error),
    }
    vendor.lists.owners_asked = true;
    Ok(())
}

/// What was read, in our words, after what was lost before.
async fn finish(vendor: &mut Hubspot, kind: Kind, items: Vec<Item>, round: &mut Round, now: Timestamp) {
    let stranger = |item: &Item| match &item.fact {
        Fact::Account(account) => {
            let owner = account.owner.as_ref();
            owner.is_some_and(|owner| !vendor.owners.knows(owner.as_str()))
        }
        Fact::Contact(_) | Fact::Incident(_) => false,
    };
    if items.iter().any(stranger) {
        // Whoever is new there; who cannot be asked for stays unknown, and that is no reason to lose the rows.
        vendor.load_owners(now).await.ok();
    }
    let read = match kind {
        Kind::Contacts => &vendor.lists.contacts,
        Kind::Accounts | Kind::Incidents => &vendor.lists.accounts,
    };
    let currency = vendor.setting.currency.as_deref();
    let columns = read.columns.clone();
    let news = delivery(&vendor.sink, kind, items, columns, currency, &vendor.owners);
    round.deliveries = std::mem::take(&mut vendor.lists.lost);
    round.deliveries.extend(news);
}

/// One question; whether this list has more.
async fn step(
    vendor: &mut Hubspot,
    now: Timestamp,
    items: &mut Vec<Item>,
    faults: &mut Vec<Clean>,
) -> Result<bool, FetchError> {
    let ask = vendor.lists.list().plan().ask(&vendor.setting);
    let answer = vendor.ask(&ask, now).await.map_err(|failure| failure.error)?;
    let body: Value = answer.read().map_err(|failure| failure.error)?;
    let list = vendor.lists.list();
    let page = list.page(body, now)?;
    faults.extend(page.faults.iter().cloned());
    Ok(list.turn_page(page, items, faults))
}

impl List {
    /// What is asked next depends on this alone.
    fn plan(&self) -> Plan {
        Plan {
            object: self.object,
            modified: self.modified,
            properties: self.properties.clone(),
            stage: self.stage.clone(),
        }
    }

    fn page(&self, mut body: Value, now: Timestamp) -> Result<Page, FetchError> {
        let Some(Value::Array(mut rows)) = body.get_mut("results").map(Value::take) else {
            return Err(FetchError::Odd("there is no list under \"results\"".into()));
        };
        let changed = |row: &Value| coerce::time(&row["properties"][self.modified]).ok()?;
        let newest = rows.iter().filter_map(changed).max();
        if self.kind == Kind::Contacts {
            // Who belongs to no company is nobody's contact here.
            rows.retain(|row| word(&row["properties"]["associatedcompanyid"]).is_some());
            rows.iter_mut().for_each(name);
        }
        let reading = listed(&self.described, &rows, now);
        Ok(Page {
            items: reading.items,
            faults: reading.faults,
            next: word(&body["paging"]["next"]["after"]),
            newest,
        })
    }

    /// Whether there is more to ask at once.
    fn turn_page(&mut self, page: Page, items: &mut Vec<Item>, faults: &mut Vec<Clean>) -> bool {
        match std::mem::replace(&mut self.stage, Stage::New) {
            Stage::New => {
                self.stage = Stage::All {
                    after: None,
                    since: page.newest.unwrap_or(Timestamp::UNIX_EPOCH),
                    had: BTreeSet::new(),
                };
                true
            }
            Stage::All { since, mut had, .. } => {
                items.extend(page.items);
                let again = page.next.as_ref().is_some_and(|next| !had.insert(next.clone()));
                if again {
                    faults.push("the list goes on at a page we had; stopped there".into());
                }
                let more = page.next.is_some() && !again;
                self.stage = match more {
                    true => Stage::All {
                        after: page.next,
                        since,
                        had,
                    },
                    false => changes(since),
                };
                more
            }
            Stage::Changes { since, after, newest } => {
                items.extend(self.kept.news(page.items));
                let found = page.newest.unwrap_or(since - LATE.0);
                let newest = newest.max(found);
                let place =
                    |place: &Option<String>| place.as_ref().and_then(|place| place.parse::<u64>().ok());
                let (since, after, more) = match place(&page.next) {
                    Some(next) if Some(next) <= place(&after) => (newest, None, false),
                    Some(next) if next < SEARCHED => (since, page.next, true),
                    // A search ends here; the rest is found from the newest of these on.
                    Some(_) if found > since - LATE.0 => (found + LATE.0, None, true),
                    Some(_) | None => (newest, None, false),
                };
                if !more {
                    self.kept.turn();
                }
                self.stage = Stage::Changes { since, after, newest };
                more
            }
        }
    }
}

fn changes(since: Timestamp) -> Stage {
    Stage::Changes {
        since,
        after: None,
        newest: since,
    }
}

/// One name of two.
fn name(row: &mut Value) {
    let parts: Vec<String> = NAMES
        .iter()
        .filter_map(|part| word(&row["properties"][*part]))
        .collect();
    let name = match parts.is_empty() {
        false => Some(parts.join(" ")),
        true => {
            word(&row["properties"]["email"]).or_else(|| word(&row["id"]).map(|id| format!("contact {id}")))
        }
    };
    if let Some(properties) = row["properties"].as_object_mut() {
        properties.insert("warroom_name".to_owned(), json!(name));
    }
}

struct Plan {
    object: &'static str,
    modified: &'static str,
    properties: Vec<String>,
    stage: Stage,
}

impl Plan {
    fn ask(self, setting: &Setting) -> Ask {
        let search = setting.path("objects", &format!("/{}/search", self.object));
        let sorted = |direction: &str| json!([{ "propertyName": self.modified, "direction": direction }]);
        match self.stage {
            Stage::New => Ask::post(
                search,
                json!({ "filterGroups": [], "properties": [self.modified], "sorts": sorted("DESCENDING"), "limit": 1 }),
            ),
            Stage::All { after, .. } => {
                let ask = Ask::get(setting.path("objects", &format!("/{}", self.object)))
                    .query("limit", ROWS)
                    .query("properties", self.properties.join(","));
                match after {
                    Some(after) => ask.query("after", after),
                    None => ask,
                }
            }
            Stage::Changes { since, after, .. } => {
                let from = since - LATE.0;
                let mut properties = self.properties;
                properties.push(self.modified.to_owned());
                let mut body = json!({
                    "filterGroups": [{ "filters": [{ "propertyName": self.modified, "operator": "GTE",
                        "value": from.as_millisecond().max(0).to_string() }] }],
                    "properties": properties,
                    "sorts": sorted("ASCENDING"),
                    "limit": 200,
                });
                if let Some(after) = after {
                    body["after"] = json!(after);
                }
                Ask::post(search, body)
            }
        }
    }
}
