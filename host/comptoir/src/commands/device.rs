//! `comptoir device`: what is connected, and whether it works.

use std::time::{Duration, Instant};

use comptoir_app::NotFound;
use comptoir_app::devices::Heard;
use serde_json::json;

use crate::args::DeviceCmd;
use crate::context::{Context, Done, Failure};
use crate::views;

pub(super) fn run(args: &DeviceCmd, context: &Context) -> Done {
    match args {
        DeviceCmd::List => list(context),
        DeviceCmd::Test { device, wait } if device == "scanner" => scanner(Duration::from_secs(*wait), context),
        DeviceCmd::Test { .. } => printer(context),
    }
}

fn list(context: &Context) -> Done {
    let till = context.open()?;
    let devices = till.devices();
    let waiting = till.prints_waiting()?;
    let json = json!({
        "devices": devices.iter().map(|device| json!({
            "kind": device.kind, "connection": device.connection, "trouble": device.trouble,
        })).collect::<Vec<_>>(),
        "prints_waiting": waiting,
    });
    context.answer(&json, || {
        let mut lines: Vec<String> = devices
            .iter()
            .map(|device| {
                let state = device.trouble.as_deref().unwrap_or(context.pick("prêt", "ready"));
                views::pair(&format!("{} {}", device.kind, device.connection), state)
            })
            .collect();
        if lines.is_empty() {
            let path = till.dir().join("till.toml").display().to_string();
            lines.push(context.pick(
                format!("Aucun appareil : décrivez-les dans {path}."),
                format!("No device: describe them in {path}."),
            ));
        }
        if waiting > 0 {
            lines.push(
                context.pick(format!("Impressions en attente : {waiting}"), format!("Prints waiting: {waiting}")),
            );
        }
        lines.join("\n")
    })
}

fn printer(context: &Context) -> Done {
    let till = context.open()?;
    let confirmed = till.print_test()?;
    context.answer(&json!({ "printed": confirmed }), || {
        let printed = context.pick(
            "Page d'essai imprimée : vérifiez les accents, le signe € et les codes-barres.",
            "Test page printed: look at the accents, the € sign and the barcodes.",
        );
        let unconfirmed = context.pick(
            "Page d'essai envoyée ; cette imprimante ne confirme pas : regardez le papier.",
            "Test page sent; this printer does not confirm: look at the paper.",
        );
        if confirmed { printed } else { unconfirmed }.to_owned()
    })
}

fn scanner(wait: Duration, context: &Context) -> Done {
    let till = context.open()?;
    let missing = || {
        let path = till.dir().join("till.toml").display().to_string();
        Failure::Usage(context.pick(
            format!("Aucune douchette : décrivez-la dans {path}."),
            format!("No scanner: describe it in {path}."),
        ))
    };
    let scanner = till.scanner()?.ok_or_else(missing)?;
    context.note(context.pick("Scannez un code…", "Scan a code…"));
    let end = Instant::now() + wait;
    while let Some(heard) = scanner.next(end.saturating_duration_since(Instant::now())) {
        match heard {
            Heard::Notice(words) | Heard::Lost(words) | Heard::Back(words) => context.note(&words),
            Heard::Code(code) => {
                let means = match till.decode(&code) {
                    Ok(decoded) => decoded.name(),
                    Err(error) => error.message(context.language),
                };
                return context.answer(&json!({ "read": code, "means": means }), || format!("{code} : {means}"));
            }
        }
    }
    let nothing =
        context.pick("rien lu : vérifiez le câble, le port et la vitesse", "nothing read: check cable, port and speed");
    Err(Failure::App(NotFound::Code(nothing.to_owned()).into()))
}
