//! The letter around the tables: who writes to whom, why, and what the person may do.

use comptoir_domain::language::Language;
use comptoir_paper::Sheet;

use super::Held;
use crate::accounts::{address, sender};
use crate::clock::Clock;
use crate::error::Error;
use crate::format::day;
use crate::receipt::grouped_siret;
use crate::till::{SOFTWARE, Till};

impl Till {
    pub(super) fn access_sheet(&self, held: &Held) -> Result<Sheet, Error> {
        let (shop, language) = (self.shop(), self.language);
        let today = day(Clock::business_day(self.now()));
        let mut facts = vec![intro(&shop.name, &today, language)];
        if shop.mode.is_exercise() {
            facts.push(language.pick("SIMULATION, sans valeur", "SIMULATION, worthless").to_owned());
        }
        Ok(Sheet {
            sender: sender(shop, language),
            recipient: address(&held.file.summary.customer.person),
            dated: language.pick(format!("Le {today}"), today),
            title: language.pick("Vos données personnelles", "Your personal data").to_owned(),
            facts,
            tables: self.access_tables(held)?,
            remarks: rights(language),
            foot: format!("{} · SIRET {}", shop.name, grouped_siret(&shop.siret)),
            page_word: "Page".to_owned(),
            software: SOFTWARE.to_owned(),
            language: language.pick("fr", "en").to_owned(),
        })
    }
}

fn intro(shop: &str, today: &str, language: Language) -> String {
    language.pick(
        format!(
            "Vous avez demandé quelles données vous concernant {shop} conserve (règlement (UE) 2016/679, dit RGPD, \
             article 15). Voici tout ce qu’en tiennent la caisse et l’arrière-boutique à la date du {today}."
        ),
        format!(
            "You have asked which data about you {shop} keeps (Regulation (EU) 2016/679, GDPR, article 15). This is \
             all that the till and the back office hold on {today}."
        ),
    )
}

/// Article 15(1)(e) and (f): what the person may ask for, and to whom they may complain.
fn rights(language: Language) -> Vec<String> {
    let french = [
        "Vos droits : vous pouvez demander au magasin de corriger ces données, de les effacer ou d’en limiter l’usage, \
         vous opposer à leur usage, et retirer à tout moment ce que vous avez accepté (RGPD, articles 7 et 16 à 21).",
        "Les tickets et les écritures restent dans les livres du magasin aussi longtemps que la loi demande de garder \
         les comptes : dix ans (code de commerce, article L. 123-22). Après un effacement, ils ne portent plus votre nom.",
        "Si la réponse du magasin ne vous suffit pas, vous pouvez adresser une réclamation à la CNIL, 3 place de \
         Fontenoy, TSA 80715, 75334 Paris Cedex 07, www.cnil.fr.",
    ];
    let english = [
        "Your rights: you may ask the shop to correct these data, to erase them or to restrict their use, object to \
         their use, and withdraw at any time what you agreed to (GDPR, articles 7 and 16 to 21).",
        "Receipts and entries stay in the books of the shop as long as the law asks to keep accounts: ten years \
         (French Commercial Code, article L. 123-22). After an erasure they no longer bear your name.",
        "If the answer of the shop is not enough, you may complain to the CNIL, 3 place de Fontenoy, TSA 80715, \
         75334 Paris Cedex 07, www.cnil.fr.",
    ];
    language.pick(french, english).map(str::to_owned).to_vec()
}
