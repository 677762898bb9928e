//! The table of tokens: who may speak to the hub, by the hash of what they show.

use super::TokenRow;
use crate::domain::actor::Access;
use crate::domain::ids::Name;
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, Error, Result};

pub fn add(connection: &Connection, token: &TokenRow) -> Result<()> {
    connection.execute(
        "INSERT INTO token (name, access, hash, revoked, expires) VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            token.name.as_str(),
            token.access.as_str(),
            token.hash,
            token.revoked,
            token.expires.map(|expires| expires.to_string()),
        ),
    )?;
    Ok(())
}

pub fn all(connection: &Connection) -> Result<Vec<TokenRow>> {
    // A file of the first format, which is only looked at, has no such column.
    let expires = match expire(connection)? {
        true => "expires",
        false => "NULL",
    };
    let mut statement = connection.prepare(&format!(
        "SELECT name, access, hash, revoked, {expires} FROM token ORDER BY place"
    ))?;
    let rows = statement.query_map([], |row| {
        let (name, access): (String, String) = (row.get(0)?, row.get(1)?);
        let unknown = || format!("{access:?} is not an access");
        let expires: Option<String> = row.get(4)?;
        let expires = expires.map(|text| text.parse::<Timestamp>()).transpose();
        Ok(TokenRow {
            name: Name::from(name.as_str()),
            access: Access::parse(&access)
                .ok_or_else(|| Error::FromSqlConversionFailure(1, Type::Text, unknown().into()))?,
            hash: row.get(2)?,
            revoked: row.get(3)?,
            expires: expires.map_err(|error| Error::FromSqlConversionFailure(4, Type::Text, error.into()))?,
        })
    })?;
    rows.collect()
}

fn expire(connection: &Connection) -> Result<bool> {
    let mut column = connection.prepare("SELECT 1 FROM pragma_table_info('token') WHERE name = 'expires'")?;
    column.exists([])
}

/// Takes these away, in one transaction.
pub fn revoke(connection: &mut Connection, hashes: &[[u8; 32]]) -> Result<()> {
    let transaction = connection.transaction()?;
    for hash in hashes {
        transaction.execute("UPDATE token SET revoked = 1 WHERE hash = ?1", [hash])?;
    }
    transaction.commit()
}
