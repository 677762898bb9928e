//! One row of each list as the domain has it.

use super::cells::Cells;
use super::columns as cell;
use super::fault::meant;
use super::{Kind, Options};
use crate::domain::accounts::{Account, Contact};
use crate::domain::critical::Critical;
use crate::domain::ids::{AccountId, ContactId, Name};
use crate::domain::people::Person;

/// Something a list has rows of.
pub trait Entry: Sized {
    const KIND: Kind;

    /// Asks for every cell, so that every fault is found; `None` when one is missing that no row can be without.
    fn read(cells: &mut Cells, options: Options) -> Option<Self>;

    fn id(&self) -> &str;
}

impl Entry for Account {
    const KIND: Kind = Kind::Accounts;

    fn read(cells: &mut Cells, _: Options) -> Option<Self> {
        let (id, name) = (cells.needed_text("id"), cells.needed_text("name"));
        let tier = cells.needed("tier", cell::TIERS, cell::tier);
        let timezone = cells.value("timezone", cell::zone);
        let critical = critical(cells, timezone.is_some());
        Some(Account {
            arr: cells.value("arr", cell::amount),
            currency: cells.value("currency", cell::currency),
            renewal: cells.value("renewal", cell::date),
            notice_date: cells.value("notice_date", cell::date),
            contract_end: cells.value("contract_end", cell::date),
            region: cells.text("region"),
            timezone,
            products: cells.list("products"),
            owner: cells.text("owner").map(Name),
            backup: cells.text("backup").map(Name),
            health: cells.value("health", cell::health),
            nps: cells.value("nps", cell::nps),
            do_not_contact: cells.value("do_not_contact", cell::do_not_contact).flatten(),
            parent: cells.text("parent").map(AccountId),
            support_plan: cells.text("support_plan"),
            regulated: cells.value("regulated", cell::rule).flatten(),
            reference: cells.value("reference", cell::yes_or_no).unwrap_or_default(),
            open_opportunity: cells
                .value("open_opportunity", cell::yes_or_no)
                .unwrap_or_default(),
            open_tickets: cells.value("open_tickets", cell::count),
            language: cells.text("language"),
            quiet_hours: cells.value("quiet_hours", cell::quiet_hours),
            critical,
            // Last: every other cell has been asked for by now.
            id: AccountId(id?),
            name: name?,
            tier: tier?,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }
}

/// The hours that matter most to them, by their own clocks: which those are has to be on record.
fn critical(cells: &mut Cells, zoned: bool) -> Vec<Critical> {
    let written = cells.list("critical");
    if !written.is_empty() && !zoned {
        let why = "is by their clocks, so it needs the column timezone".to_owned();
        cells.wrong("critical", why);
    }
    let mut read = Vec::new();
    for one in &written {
        match one.parse() {
            Ok(critical) => read.push(critical),
            Err(why) => cells.wrong("critical", format!("{:?} {why}", one.as_str())),
        }
    }
    read
}

impl Entry for Contact {
    const KIND: Kind = Kind::Contacts;

    fn read(cells: &mut Cells, options: Options) -> Option<Self> {
        let (id, name) = (cells.needed_text("id"), cells.needed_text("name"));
        let account = cells.needed("account", "the id of an account", |text| account(text, options));
        Some(Contact {
            title: cells.text("title"),
            role: cells.text("role").map(|role| cell::word(&role)),
            phone: cells.value("phone", cell::phone),
            email: cells.value("email", cell::email),
            timezone: cells.value("timezone", cell::zone),
            language: cells.text("language"),
            preferred: cells.text("preferred").map(|channel| cell::word(&channel)),
            do_not_contact: cells.value("do_not_contact", cell::do_not_contact).flatten(),
            office_hours: cells.value("office_hours", cell::office_hours),
            // Last: every other cell has been asked for by now.
            id: ContactId(id?),
            account: account?,
            name: name?,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }
}

fn account(text: &str, options: Options) -> Result<AccountId, String> {
    let id = AccountId::from(text);
    match options.accounts {
        Some(known) if !known.contains(&id) => {
            let meant = meant(text, known.iter().map(AccountId::as_str));
            let what = match meant.is_empty() {
                true => "; import the accounts first",
                false => "",
            };
            Err(format!("is not the id of an account we have{what}{meant}"))
        }
        Some(_) | None => Ok(id),
    }
}

impl Entry for Person {
    const KIND: Kind = Kind::People;

    fn read(cells: &mut Cells, _: Options) -> Option<Self> {
        let (id, name) = (cells.needed_text("id"), cells.needed_text("name"));
        Some(Person {
            duties: cells.list("duties").iter().map(|duty| cell::word(duty)).collect(),
            phone: cells.value("phone", cell::phone),
            email: cells.value("email", cell::email),
            timezone: cells.value("timezone", cell::zone),
            deputy: cells.text("deputy").map(Name),
            backup_region: cells.text("backup_region"),
            languages: cells.list("languages"),
            // Last: every other cell has been asked for by now.
            id: Name(id?),
            name: name?,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }
}
