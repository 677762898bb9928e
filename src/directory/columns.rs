//! The columns of each list, and how a cell of each kind is written.

use super::Kind;
use super::fault::meant;
use super::hours::OfficeHours;
use super::phone;
use crate::domain::accounts::Tier;
use crate::domain::money::Amount;
use crate::domain::text::Clean;
use jiff::civil::{Date, DateTime};
use jiff::tz::{TimeZone, db};

/// Whether a list may lack a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// No row can be without it.
    Required,
    /// A list without it is taken, and the loss is said.
    Expected,
    Optional,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub need: Need,
}

const fn required(name: &'static str) -> Column {
    Column {
        name,
        need: Need::Required,
    }
}

const fn expected(name: &'static str) -> Column {
    Column {
        name,
        need: Need::Expected,
    }
}

const fn optional(name: &'static str) -> Column {
    Column {
        name,
        need: Need::Optional,
    }
}

const ACCOUNTS: &[Column] = &[
    required("id"),
    required("name"),
    required("tier"),
    expected("arr"),
    expected("currency"),
    expected("renewal"),
    expected("region"),
    expected("timezone"),
    expected("products"),
    expected("owner"),
    expected("backup"),
    expected("health"),
    expected("nps"),
    expected("do_not_contact"),
    optional("parent"),
    optional("notice_date"),
    optional("support_plan"),
    optional("regulated"),
    optional("reference"),
    optional("open_opportunity"),
    optional("open_tickets"),
    optional("language"),
    optional("contract_end"),
    optional("quiet_hours"),
    optional("critical"),
];

const CONTACTS: &[Column] = &[
    required("id"),
    required("account"),
    required("name"),
    expected("title"),
    expected("role"),
    expected("phone"),
    expected("email"),
    expected("timezone"),
    expected("language"),
    expected("preferred"),
    expected("do_not_contact"),
    expected("office_hours"),
];

const PEOPLE: &[Column] = &[
    required("id"),
    required("name"),
    expected("duties"),
    expected("phone"),
    expected("email"),
    expected("timezone"),
    expected("deputy"),
    expected("backup_region"),
    optional("languages"),
];

/// The columns of a list, in the order the README names them.
pub fn columns(kind: Kind) -> &'static [Column] {
    match kind {
        Kind::Accounts => ACCOUNTS,
        Kind::Contacts => CONTACTS,
        Kind::People => PEOPLE,
    }
}

/// Nothing in a list is shortened: an id would be another one.
pub fn whole(text: &str) -> Result<Clean, String> {
    Clean::whole(text).map_err(|long| long.to_string())
}

pub const TIERS: &str = "1 or strategic, 2 or key, 3 or named";

pub fn tier(text: &str) -> Result<Tier, String> {
    Tier::parse(text).ok_or_else(|| format!("is not a tier; expected {TIERS}"))
}

/// Money is never owed by us here, so never negative.
pub fn amount(text: &str) -> Result<Amount, String> {
    let amount: Option<Amount> = text.parse().ok();
    amount
        .filter(|amount| amount.0 >= 0)
        .ok_or_else(|| "is not an amount; expected a number such as 1200000 or 950.50".to_owned())
}

pub fn currency(text: &str) -> Result<Clean, String> {
    match text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        true => Ok(Clean::from(text.to_uppercase())),
        false => Err("is not a currency; expected three letters such as EUR".to_owned()),
    }
}

/// A day. Other systems add a time to it, which is dropped: the day is as written there.
pub fn date(text: &str) -> Result<Date, String> {
    let wrong = || "is not a date; expected YYYY-MM-DD".to_owned();
    let day = text.get(..10).ok_or_else(wrong)?;
    let dashed = day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
    let date: Date = day.parse().map_err(|_| wrong())?;
    let time =
        text.len() == 10 || text.parse::<DateTime>().is_ok() || text.parse::<jiff::Timestamp>().is_ok();
    (dashed && time).then_some(date).ok_or_else(wrong)
}

/// The zone's own spelling of its name.
pub fn zone(text: &str) -> Result<Clean, String> {
    if let Ok(zone) = TimeZone::get(text) {
        return Ok(Clean::from(zone.iana_name().unwrap_or(text)));
    }
    let known: Vec<String> = db().available().map(|name| name.to_string()).collect();
    let meant = meant(text, known.iter().map(String::as_str));
    let example = match meant.is_empty() {
        true => "; expected one such as Europe/Berlin",
        false => "",
    };
    Err(format!("is not a time zone{example}{meant}"))
}

pub fn yes_or_no(text: &str) -> Result<bool, String> {
    said(text).ok_or_else(|| "is neither yes nor no".to_owned())
}

fn said(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "x" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Why nobody may call; `Ok(None)` when they may. Any text that is not one of the ways to write "no" is the reason.
pub fn do_not_contact(text: &str) -> Result<Option<Clean>, String> {
    Ok(match said(text) {
        Some(true) => Some(Clean::from("no reason on record")),
        Some(false) => None,
        None if nothing(text) => None,
        None => Some(whole(text)?),
    })
}

/// How other systems write that there is nothing to write.
fn nothing(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    matches!(
        text.as_str(),
        "" | "-" | "--" | "none" | "null" | "nil" | "n/a" | "na" | "n.a." | "nein" | "unknown" | "off"
    )
}

/// The rule they report under; `Ok(None)` for "none".
pub fn rule(text: &str) -> Result<Option<Clean>, String> {
    let none = said(text) == Some(false) || nothing(text);
    (!none).then(|| whole(text)).transpose()
}

/// 0 to 100, or a colour, which stands for the middle of its third.
pub fn health(text: &str) -> Result<u8, String> {
    match text.to_lowercase().as_str() {
        "red" => return Ok(17),
        "yellow" | "amber" => return Ok(50),
        "green" => return Ok(83),
        _ => {}
    }
    let score: Option<f64> = text.parse().ok();
    match score {
        Some(score) if (0.0..=100.0).contains(&score) => Ok(score.round() as u8),
        Some(_) | None => Err("is not a health score; expected 0 to 100, or red, yellow or green".to_owned()),
    }
}

pub fn nps(text: &str) -> Result<i16, String> {
    let score: Option<i16> = text.parse().ok();
    score
        .filter(|score| (-100..=100).contains(score))
        .ok_or_else(|| "is not a promoter score; expected a whole number from -100 to 100".to_owned())
}

pub fn count(text: &str) -> Result<u32, String> {
    text.parse()
        .map_err(|_| "is not a count; expected a whole number such as 3".to_owned())
}

/// Kept as written, since that is how people read it out; it must be one all the same.
pub fn phone(text: &str) -> Result<Clean, String> {
    match phone::normalised(text) {
        Some(_) => Ok(Clean::from(text)),
        None => Err("is not a phone number; expected one such as +49 30 1234567".to_owned()),
    }
}

pub fn email(text: &str) -> Result<Clean, String> {
    let good = text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace) && !host.contains('@')
    });
    match good {
        true => whole(text),
        false => Err("is not an e-mail address; expected one such as ann@example.com".to_owned()),
    }
}

pub fn office_hours(text: &str) -> Result<Clean, String> {
    hours(text).ok_or_else(|| "are not office hours; expected 09:00-17:30".to_owned())
}

pub fn quiet_hours(text: &str) -> Result<Clean, String> {
    hours(text).ok_or_else(|| "are not quiet hours; expected 21:00-07:00".to_owned())
}

fn hours(text: &str) -> Option<Clean> {
    let hours: OfficeHours = text.parse().ok()?;
    Some(Clean::from(hours.to_string()))
}

/// A word that programs compare: `Head of CS` is `head_of_cs`.
pub fn word(text: &str) -> Clean {
    Clean::from(text.trim().to_lowercase().replace([' ', '-'], "_"))
}
