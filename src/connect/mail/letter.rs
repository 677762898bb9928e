//! One letter as it goes over the line. Nothing of its text can become a header.

use crate::domain::dispatches::DispatchKey;
use crate::domain::parcels::News;
use jiff::Timestamp;
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use sha2::{Digest, Sha256};

/// A letter, ready to go.
#[derive(Clone, Debug)]
pub struct Letter {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// # Errors
/// An address is none, in a sentence.
pub fn of(
    key: &DispatchKey,
    news: &News,
    address: &str,
    from: &str,
    now: Timestamp,
) -> Result<Letter, String> {
    let sender = mailbox(from)?;
    // Never told: a record names people, and holds no address.
    let to: Address = address
        .trim()
        .parse()
        .map_err(|_| "the e-mail address on record is none; put it right in the list".to_owned())?;
    let id: [u8; 32] = Sha256::digest(format!("{key} {}", to.domain()).as_bytes()).into();
    let id: String = id.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let message = Message::builder()
        .from(sender.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(news.subject.as_str())
        .date(now.into())
        .message_id(Some(format!("<{id}@{}>", sender.email.domain())))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .header(ContentType::TEXT_PLAIN)
        .body(news.text.to_string())
        .map_err(|error| format!("the letter cannot be written: {error}"))?;
    Ok(Letter {
        from: sender.email,
        to,
        bytes: message.formatted(),
    })
}

/// # Errors
/// It is no address, in a sentence.
pub fn sender(from: &str) -> Result<Address, String> {
    mailbox(from).map(|mailbox| mailbox.email)
}

fn mailbox(from: &str) -> Result<Mailbox, String> {
    from.parse().map_err(|_| {
        format!("from is {from:?}, which is no address; it looks like \"Incidents <incidents@example.com>\"")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parcels::Recipient;

    fn written(subject: &str, text: &str) -> String {
        let news = News {
            to: Recipient::Person("dana".into()),
            address: None,
            subject: subject.into(),
            text: text.into(),
        };
        let key = "INC-7/mail/news/57/dana".parse().unwrap();
        let letter = of(
            &key,
            &news,
            "dana@example.com",
            "Room <room@example.com>",
            Timestamp::UNIX_EPOCH,
        )
        .unwrap();
        String::from_utf8(letter.bytes).unwrap()
    }

    #[test]
    fn hostile_text_becomes_no_header_and_no_second_letter() {
        let hostile = "Calls drop\r\nBcc: all@example.com\r\n\r\n<b>hi</b>";
        let letter = written(
            hostile,
            "first\r\n.\r\nMAIL FROM:<x@example.com>\r\nBcc: b@example.com",
        );
        let (head, _) = letter.split_once("\r\n\r\n").unwrap();
        let headers: Vec<&str> = head.lines().filter(|line| !line.starts_with(' ')).collect();
        let names: Vec<&str> = headers
            .iter()
            .map(|line| line.split(':').next().unwrap())
            .collect();
        assert!(!names.contains(&"Bcc"), "{head}");
        assert!(head.contains("Content-Type: text/plain; charset=utf-8"), "{head}");
        assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
    }

    #[test]
    fn an_address_that_is_none_is_refused_without_telling_it() {
        let news = News {
            to: Recipient::Person("dana".into()),
            address: None,
            subject: "s".into(),
            text: "t".into(),
        };
        let key: DispatchKey = "INC-7/mail/news/57/dana".parse().unwrap();
        for wrong in ["dana", "a@b\r\nRCPT TO:<c@d.example>", "", "a@b, c@d"] {
            let refused = of(&key, &news, wrong, "room@example.com", Timestamp::UNIX_EPOCH).unwrap_err();
            assert!(!refused.contains("RCPT") && !refused.contains("a@b"), "{refused}");
        }
        assert!(sender("nobody").unwrap_err().contains("incidents@example.com"));
    }
}
