//! What a program is, and how the till calls it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::contract::effects::Proposal;
use crate::contract::types::{Setting, SettingIssue};
use crate::contract::{self, facts};
use crate::effects::Effects;
use crate::fault::{Fault, Result};
use crate::history::Plan;
use crate::sale::Sale;
use crate::settings::{Issues, Settings, SettingsReader};

/// A loyalty or promotion program: its [`Settings`] and its rule.
///
/// A program is pure. Each call is the first: it remembers nothing but what it earns and spends on its counters.
pub trait Policy: Settings {
    /// Checks the settings together, beyond the types and bounds that the manifest gives.
    fn check(&self, issues: &mut Issues) {
        let _ = issues;
    }

    /// Names the [questions](crate::history) about the customer's past whose answers it needs.
    fn plan(&self, plan: &mut Plan) {
        let _ = plan;
    }

    /// Answers for one sale: proposes effects, and notes the conditions that they hang on.
    ///
    /// # Errors
    ///
    /// A [`Fault`] of the program: it is skipped for this sale, and the reason is logged.
    fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result;
}

/// Makes a [`Policy`] the component of its crate: `export!(LoyaltySpend);`, once, at the end.
///
/// Off WebAssembly it only checks that the type is a policy.
#[macro_export]
macro_rules! export {
    ($policy:ty) => {
        const _: () = {
            struct Component;

            impl $crate::contract::Guest for Component {
                fn prepare(
                    settings: $crate::contract::Settings,
                ) -> ::core::result::Result<$crate::contract::Plan, $crate::contract::SettingIssues> {
                    $crate::native::prepare::<$policy>(settings)
                }

                fn evaluate(
                    settings: $crate::contract::Settings,
                    sale: $crate::contract::facts::Sale,
                    explain: bool,
                ) -> ::core::result::Result<$crate::contract::effects::Proposal, $crate::contract::Reason> {
                    $crate::native::evaluate::<$policy>(settings, sale, explain)
                }
            }

            #[cfg(target_arch = "wasm32")]
    $crate::contract::export_program!(Component with_types_in $crate::contract::generated);
        };
    };
}

/// Checks settings and says what must be known, as the contract has it.
///
/// # Errors
///
/// All that is wrong with the settings.
pub fn prepare<P: Policy>(settings: Vec<Setting>) -> Result<contract::Plan, Vec<SettingIssue>> {
    planned(settings, P::check, plan).map(|plan| contract::Plan { questions: plan.into_contract() })
}

/// Reads settings, checks them together, and runs the plan: the same for every kind of policy.
pub(crate) fn planned<P: Settings>(
    settings: Vec<Setting>,
    check: impl FnOnce(&P, &mut Issues),
    plan: impl FnOnce(&P) -> Plan,
) -> Result<Plan, Vec<SettingIssue>> {
    let policy = self::settings::<P>(settings).map_err(Issues::into_contract)?;
    let mut issues = Issues::default();
    check(&policy, &mut issues);
    if issues.is_empty() { Ok(plan(&policy)) } else { Err(issues.into_contract()) }
}

/// Answers for one sale, as the contract has it.
///
/// # Errors
///
/// The reason of a fault.
pub fn evaluate<P: Policy>(settings: Vec<Setting>, sale: facts::Sale, explain: bool) -> Result<Proposal, String> {
    let policy = self::settings::<P>(settings).map_err(Issues::into_fault).map_err(Fault::into_reason)?;
    answer(&policy, sale, explain).map_err(Fault::into_reason)
}

/// Answers for one sale with settings that were read.
///
/// # Errors
///
/// A fault of the program, or facts that contradict each other.
pub fn answer<P: Policy>(policy: &P, sale: facts::Sale, explain: bool) -> Result<Proposal> {
    let sale = Sale::new(sale, plan(policy))?;
    let mut out = Effects::new(explain);
    policy.evaluate(&sale, &mut out)?;
    Ok(out.into_contract())
}

/// Runs the plan, which the settings alone decide: the same each time.
pub(crate) fn plan<P: Policy>(policy: &P) -> Plan {
    let mut plan = Plan::default();
    policy.plan(&mut plan);
    plan
}

pub(crate) fn settings<P: Settings>(settings: Vec<Setting>) -> Result<P, Issues> {
    let mut reader = SettingsReader::new(settings);
    let read = P::read(&mut reader);
    read.ok_or_else(|| reader.into_issues())
}
