//! `comptoir init`: a new shop.

use comptoir_app::{NewShop, Till};
use comptoir_domain::id::TillId;
use comptoir_domain::shop::{Mode, Shop};
use serde_json::json;

use crate::args::InitArgs;
use crate::context::{Context, Done, Failure};

pub(super) fn run(args: &InitArgs, context: &Context) -> Done {
    let till = args.till.to_uppercase();
    if till.is_empty() || till.len() > 8 || !till.chars().all(|c| c.is_ascii_alphanumeric()) {
        let french = format!("--till {till} : de 1 à 8 lettres et chiffres, par exemple C1.");
        let english = format!("--till {till}: 1 to 8 letters and digits, such as C1.");
        return Err(Failure::Usage(context.pick(french, english)));
    }
    let new = NewShop {
        shop: Shop {
            name: args.name.clone(),
            address: args.address.clone(),
            siret: args.siret.clone(),
            naf: args.naf.clone(),
            vat_number: args.vat_number.clone(),
            till: TillId::new(till),
            mode: if args.training { Mode::Training } else { Mode::Real },
        },
        language: context.language,
    };
    let till = Till::create(&context.data, &new, context.clock)?;
    let dir = till.dir().display().to_string();
    context.answer(&json!({ "data": dir, "till": till.shop().till, "mode": till.shop().mode }), || {
        context.pick(
            format!("Magasin créé dans {dir}.\nImprimante, douchette et ticket se règlent dans {dir}/till.toml."),
            format!("Shop made in {dir}.\nPrinter, scanner and receipt are set in {dir}/till.toml."),
        )
    })
}
