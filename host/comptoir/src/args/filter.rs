//! Options of `filter`.

use clap::{Args, Subcommand};

/// Filters.
#[derive(Subcommand, Debug)]
pub(crate) enum FilterCmd {
    /// Liste les filtres livrés et installés | Lists the bundled and the installed filters
    List,
    /// Montre qui un filtre retient, parmi tous les clients ou une partie | Shows whom a filter chooses, of all customers or some
    Run(RunFilter),
}

/// Whom a filter chooses.
#[derive(Args, Debug, Clone)]
pub(crate) struct RunFilter {
    /// Le filtre, ou son paquet (dossier ou fichier) | The filter, or its package (folder or file)
    pub(crate) policy: String,
    /// Réglages ; les autres gardent leur valeur par défaut | Settings; the others keep their defaults
    #[arg(value_name = "KEY=VALUE")]
    pub(crate) settings: Vec<String>,
    /// Seulement les clients de cette condition, comme pour `customer list` ; répétez l'option | Only the customers of this condition, as for `customer list`; repeat the option
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<String>,
    /// Combien en montrer au plus | At most how many to show
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: usize,
    /// Met cette étiquette à tous ceux qu'il retient, en un lot qu'on peut annuler | Puts this tag on all whom it chooses, as a batch that can be taken back
    #[arg(long, value_name = "TAG", conflicts_with = "why")]
    pub(crate) tag: Option<String>,
    /// Dit pourquoi ce client est retenu ou non : carte, nom ou identifiant | Says why this customer is chosen or not: card, name or id
    #[arg(long, value_name = "CUSTOMER", conflicts_with = "conditions")]
    pub(crate) why: Option<String>,
}
