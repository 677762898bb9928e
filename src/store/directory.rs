//! The tables of accounts, contacts and people: each row as JSON under its id.

use super::DirectoryRows;
use rusqlite::types::Type;
use rusqlite::{Connection, Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub fn upsert(connection: &Connection, rows: &DirectoryRows) -> Result<()> {
    put(connection, "account", &rows.accounts, |row| row.id.as_str())?;
    put(connection, "contact", &rows.contacts, |row| row.id.as_str())?;
    put(connection, "person", &rows.people, |row| row.id.as_str())
}

pub fn read(connection: &Connection) -> Result<DirectoryRows> {
    Ok(DirectoryRows {
        accounts: all(connection, "account")?,
        contacts: all(connection, "contact")?,
        people: all(connection, "person")?,
    })
}

fn put<T: Serialize>(connection: &Connection, table: &str, rows: &[T], id: fn(&T) -> &str) -> Result<()> {
    let mut statement = connection.prepare(&format!(
        "INSERT INTO {table} (id, json) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET json = excluded.json"
    ))?;
    for row in rows {
        let json = serde_json::to_string(row).map_err(|error| Error::ToSqlConversionFailure(error.into()))?;
        statement.execute((id(row), json))?;
    }
    Ok(())
}

fn all<T: DeserializeOwned>(connection: &Connection, table: &str) -> Result<Vec<T>> {
    let mut statement = connection.prepare(&format!("SELECT json FROM {table} ORDER BY place"))?;
    let rows = statement.query_map([], |row| {
        let json: String = row.get(0)?;
        serde_json::from_str(&json)
            .map_err(|error| Error::FromSqlConversionFailure(0, Type::Text, error.into()))
    })?;
    rows.collect()
}
