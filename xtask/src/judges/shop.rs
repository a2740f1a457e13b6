//! A small demo shop of this run's own, worked by the real till as a merchant works it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::failure::Failure;
use crate::files;
use crate::process;
use crate::setup::Kit;

/// Noon of the day on which all happens, so that each run makes the same shop and the same receipts.
pub(super) const NOON: &str = "2026-11-22T12:00:00+01:00";
/// So much later that nobody waits for change any more.
pub(super) const LATER: &str = "2026-11-22T12:05:00+01:00";

/// A demo shop in a folder.
pub(super) struct Shop<'k> {
    kit: &'k Kit,
    data: PathBuf,
}

impl<'k> Shop<'k> {
    /// Makes the shop; `devices` are the tables of its `till.toml` that name them.
    pub(super) fn open(kit: &'k Kit, data: &Path, devices: &str) -> Result<Self, Failure> {
        let shop = Self { kit, data: data.to_owned() };
        let small = ["demo", "--sales", "50", "--customers", "40", "--seed", "1"];
        process::text(&mut shop.command(NOON, &small))?;
        files::write(&data.join("till.toml"), settings(devices).as_bytes())?;
        Ok(shop)
    }

    /// The till's program with its arguments, at an hour of the shop's clock.
    pub(super) fn command(&self, at: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.kit.comptoir);
        self.kit.show(&mut command);
        command.args(arguments).args(["--lang", "fr", "--at", at, "--data"]).arg(&self.data);
        command
    }

    /// What the till answers at noon.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Value, Failure> {
        self.ask_at(NOON, arguments)
    }

    /// What the till answers at an hour.
    pub(super) fn ask_at(&self, at: &str, arguments: &[&str]) -> Result<Value, Failure> {
        let mut command = self.command(at, arguments);
        let answer = process::text(command.arg("--json"))?;
        let line = process::line_of(&command);
        serde_json::from_str(&answer).map_err(|error| Failure::new(format!("{line} : {error} dans « {answer} »")))
    }

    /// The card of a customer without a group, whose prices are those of the labels.
    pub(super) fn card(&self) -> Result<String, Failure> {
        let customers = self.ask(&["customer", "list", "--limit", "40"])?;
        let plain = |customer: &&Value| customer["group"].is_null() && customer["cards"][0].is_string();
        let customer = customers.as_array().and_then(|list| list.iter().find(plain));
        customer.map(|customer| text_of(&customer["cards"][0])).ok_or_else(|| Failure::new("aucun client n'a de carte"))
    }

    /// The code of an item: its barcode, or the number that labels of a scale carry.
    pub(super) fn code(&self, sku: &str) -> Result<String, Failure> {
        Ok(text_of(&self.ask(&["item", "show", sku])?["codes"][0]))
    }

    /// The text of a receipt, as the till would write it on paper so wide.
    pub(super) fn receipt(&self, number: &str, columns: &str) -> Result<String, Failure> {
        Ok(text_of(&self.ask(&["receipt", number, "--columns", columns])?["text"]))
    }
}

/// The table of a printer in `till.toml`.
pub(super) fn printer(connection: &str, profile: &str) -> String {
    format!("[printer]\nconnection = \"{connection}\"\n[printer.profile]\n{profile}\n")
}

fn settings(devices: &str) -> String {
    format!(
        "language = \"fr\"\nlabels = [\"21IIIIIWWWWWC\", \"02IIIIIPPPPPC\"]\n{devices}\n\
         [receipt]\nfooter = [\"Échange sous 30 jours avec le ticket.\", \"Merci de votre visite et à bientôt !\"]\n"
    )
}

/// A text of an answer; what is no text is empty.
pub(super) fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_toml() {
        let table: toml::Table = settings(&printer("tcp:127.0.0.1:9100", "columns = 42")).parse().unwrap();
        assert_eq!(table["printer"]["profile"]["columns"].as_integer(), Some(42));
        assert_eq!(table["receipt"]["footer"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn the_till_is_asked_about_this_shop_alone() {
        let kit = Kit::at("/t/comptoir", "/t/policies");
        let shop = Shop { kit: &kit, data: "/t/shop".into() };
        let line = process::line_of(&shop.command(NOON, &["device", "list"]));
        assert_eq!(line, format!("/t/comptoir device list --lang fr --at {NOON} --data /t/shop"));
    }
}
