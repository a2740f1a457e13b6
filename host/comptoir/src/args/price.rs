//! Options of `price`.

use clap::{Args, Subcommand};

/// Price lists.
#[derive(Subcommand, Debug)]
pub(crate) enum PriceCmd {
    /// Liste les tarifs | Lists the price lists
    Lists,
    /// Crée un tarif | Makes a price list
    New {
        /// Son code, en un mot | Its code, one word
        id: String,
        /// Son nom | Its name
        name: String,
        /// Ses prix d'articles sont hors taxes, pour des professionnels | The prices of items in it are without tax, for professionals
        #[arg(long)]
        without_tax: bool,
        #[command(flatten)]
        rules: PriceRules,
    },
    /// Change un tarif : ses prix, ses jours, sa base ; tout ce qui est nommé, ou rien | Changes a price list: its prices, days, base; all that is named, or nothing
    Set {
        /// Son code | Its code
        list: String,
        /// Son nom | Its name
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        rules: PriceRules,
        #[command(flatten)]
        prices: PriceEntries,
    },
    /// Supprime un tarif avec ses prix, si rien ne s'en sert | Removes a price list with its prices, if nothing uses it
    Remove {
        /// Son code | Its code
        list: String,
    },
    /// Montre un tarif, ou ce que coûte un article dans chacun et pourquoi | Shows a price list, or what an item costs in each and why
    #[command(group(clap::ArgGroup::new("what").required(true).args(["list", "item"])))]
    Show {
        /// Le code du tarif | The code of the list
        list: Option<String>,
        /// L'article : code, code-barres ou nom | The item: code, barcode or name
        #[arg(long, value_name = "SKU")]
        item: Option<String>,
        /// Ce jour-là ; aujourd'hui si absent | On this day; today if left out
        #[arg(long, value_name = "DAY", requires = "item")]
        on: Option<String>,
    },
}

/// When a list gives prices, and from which other one.
#[derive(Args, Debug, Clone)]
pub(crate) struct PriceRules {
    /// Premier jour : 24/06/2026 ; vide : depuis toujours | First day: 2026-06-24; empty: ever since
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Dernier jour, compris ; vide : sans fin | Last day, itself included; empty: for ever
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// Le tarif dont il est un pourcentage ; vide : aucun | The list that it is a percentage of; empty: none
    #[arg(long, value_name = "LIST")]
    pub(crate) base: Option<String>,
    /// Ce pourcentage : 90 pour 10 % de moins, 110 pour 10 % de plus | This percentage: 90 for a tenth less, 110 for a tenth more
    #[arg(long, value_name = "PERCENT")]
    pub(crate) percent: Option<String>,
}

/// Prices of items and percentages of departments.
#[derive(Args, Debug, Clone)]
pub(crate) struct PriceEntries {
    /// Le prix d'un article dans ce tarif ; SKU= l'enlève ; répétez l'option | The price of an item in this list; SKU= takes it off; repeat the option
    #[arg(long, value_name = "SKU=PRICE")]
    pub(crate) item: Vec<String>,
    /// Le pourcentage du prix ordinaire pour un rayon et ceux au-dessous ; CODE= l'enlève ; répétez l'option | The percentage of the ordinary price for a department and those below; CODE= takes it off; repeat the option
    #[arg(long, value_name = "CODE=PERCENT")]
    pub(crate) department: Vec<String>,
}
