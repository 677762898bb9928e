//! The table of tokens: who may speak to the hub, by the hash of what they show.

use super::TokenRow;
use crate::domain::actor::Access;
use crate::domain::ids::Name;
use rusqlite::types::Type;
use rusqlite::{Connection, Error, Result};

pub fn add(connection: &Connection, token: &TokenRow) -> Result<()> {
    connection.execute(
        "INSERT INTO token (name, access, hash, revoked) VALUES (?1, ?2, ?3, ?4)",
        (
            token.name.as_str(),
            token.access.as_str(),
            token.hash,
            token.revoked,
        ),
    )?;
    Ok(())
}

pub fn all(connection: &Connection) -> Result<Vec<TokenRow>> {
    let mut statement = connection.prepare("SELECT name, access, hash, revoked FROM token ORDER BY place")?;
    let rows = statement.query_map([], |row| {
        let (name, access): (String, String) = (row.get(0)?, row.get(1)?);
        let unknown = || format!("{access:?} is not an access");
        Ok(TokenRow {
            name: Name::from(name.as_str()),
            access: Access::parse(&access)
                .ok_or_else(|| Error::FromSqlConversionFailure(1, Type::Text, unknown().into()))?,
            hash: row.get(2)?,
            revoked: row.get(3)?,
        })
    })?;
    rows.collect()
}

/// Takes these away, in one transaction.
pub fn revoke(connection: &mut Connection, hashes: &[[u8; 32]]) -> Result<()> {
    let transaction = connection.transaction()?;
    for hash in hashes {
        transaction.execute("UPDATE token SET revoked = 1 WHERE hash = ?1", [hash])?;
    }
    transaction.commit()
}
