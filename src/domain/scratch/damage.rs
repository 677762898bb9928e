//! An estimate of the damage as it is typed: `40000 EUR`, `40k`, `EUR 1.2m`, `$40,000`.

use crate::domain::heard::Damage;
use crate::domain::money::Amount;
use crate::domain::text::Clean;

const SIGNS: [(char, &str); 4] = [('€', "EUR"), ('$', "USD"), ('£', "GBP"), ('¥', "JPY")];

/// Reads it; without a currency it is in `usual`, the one the account pays in.
///
/// # Errors
/// It is no amount, or nobody knows of what; with what to write.
pub fn read(text: &str, usual: Option<&Clean>) -> Result<Damage, String> {
    let mut text = text.trim().to_owned();
    let mut currency: Option<Clean> = None;
    for (sign, name) in SIGNS {
        if text.contains(sign) {
            text = text.replace(sign, " ");
            currency = Some(name.into());
        }
    }
    let is_name = |word: &&str| word.len() == 3 && word.chars().all(|c| c.is_ascii_alphabetic());
    let words: Vec<&str> = text.split_whitespace().collect();
    if let Some(name) = words.iter().find(|word| is_name(word)) {
        currency = Some(name.to_uppercase().into());
    }
    let number: String = words.into_iter().filter(|word| !is_name(word)).collect();
    let wrong = || format!("{:?} is not an amount; write it as 40000 EUR.", text.trim());
    let amount = amount(&number).ok_or_else(wrong)?;
    let currency = currency.or_else(|| usual.cloned()).ok_or_else(|| {
        format!(
            "{} of what? Write the currency too, as in 40000 EUR.",
            text.trim()
        )
    })?;
    Ok(Damage { amount, currency })
}

/// `40000`, `40,000`, `40.000`, `40'000`, `40k`, `1.2m`, `950.50`: three digits behind a mark are thousands.
fn amount(text: &str) -> Option<Amount> {
    let lower = text.to_lowercase();
    let (digits, factor) = match lower.strip_suffix(['k', 'm']) {
        Some(digits) if lower.ends_with('k') => (digits, 1_000.0),
        Some(digits) => (digits, 1_000_000.0),
        None => (lower.as_str(), 1.0),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = digits.split(['.', ',', '\'']).collect();
    let (last, before) = groups.split_last()?;
    let is_number = |group: &&str| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit());
    if !groups.iter().all(is_number) {
        return None;
    }
    let plain = match (before.is_empty(), last.len()) {
        (true, _) => digits.to_owned(),
        (false, 3) if factor == 1.0 => groups.concat(),
        (false, _) => format!("{}.{last}", before.concat()),
    };
    let value = plain.parse::<f64>().ok()? * factor;
    value.to_string().parse().ok()
}
