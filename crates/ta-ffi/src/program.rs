//! What the handles keep.
#![forbid(unsafe_code)]

use crate::failure::c_text;
use std::ffi::CString;
use std::sync::{Arc, Mutex};
use ta_engine::generated::kernels::Type;
use ta_engine::kernels::BLOCK;
use ta_engine::plan::ParamType;
use ta_engine::{AlertColumn, Batch, Budget, Error, OutputColumn, Plan, Program, Session};

/// A session, as a handle keeps it.
pub type Live = Session;

/// A verified plan and its names as C reads them, which live as long as it does.
pub struct LoadedPlan {
    pub plan: Arc<Plan>,
    pub id: CString,
    pub params: Vec<(CString, ParamType)>,
    /// Source and field.
    pub inputs: Vec<(CString, CString)>,
    pub outputs: Vec<(CString, Type)>,
    pub alerts: Vec<(CString, bool)>,
}

impl LoadedPlan {
    pub fn new(plan: Arc<Plan>) -> LoadedPlan {
        LoadedPlan {
            id: c_text(&plan.id()),
            params: plan
                .params()
                .map(|param| (c_text(param.name), param.kind))
                .collect(),
            inputs: plan
                .inputs()
                .iter()
                .map(|input| (c_text(&input.source), c_text(&input.field)))
                .collect(),
            outputs: plan
                .outputs()
                .map(|output| (c_text(output.name), output.kind))
                .collect(),
            alerts: plan
                .alerts()
                .map(|alert| (c_text(alert.name), alert.every_bar))
                .collect(),
            plan,
        }
    }
}

/// A bound program and what its next run needs ready: registers and windows are allocated by the first run only.
pub struct BoundProgram {
    pub program: Arc<Program>,
    /// What each run may cost.
    pub budget: Budget,
    spare: Mutex<Option<Batch>>,
}

impl BoundProgram {
    pub fn new(program: Arc<Program>, budget: Budget) -> BoundProgram {
        BoundProgram {
            program,
            budget,
            spare: Mutex::new(None),
        }
    }

    /// TA8014 where a session's row would be more work than the budget has.
    pub fn allow_tick(&self) -> Result<(), Error> {
        self.budget.allow(1, self.program.lanes())
    }

    /// Runs `rows` rows from history's start; errors as [`Batch::run`]'s, and TA8014 beyond the budget.
    pub fn run(
        &self,
        rows: usize,
        inputs: &[&[f64]],
        outputs: &mut [OutputColumn<'_>],
        alerts: &mut [AlertColumn<'_>],
    ) -> Result<(), Error> {
        self.budget.allow(rows, self.program.lanes())?;
        let deadline = self.budget.begin();
        // A run that unwinds keeps the batch from coming back; one that another thread has is not waited for.
        let spare = self.spare.try_lock().ok().and_then(|mut spare| spare.take());
        let mut batch = match spare {
            Some(mut batch) => {
                batch.reset();
                batch
            }
            None => Batch::new(&self.program),
        };
        let mut watch = |_| deadline.lasts();
        let done = batch.run_watched(rows, inputs, outputs, alerts, BLOCK, &mut watch);
        if let Ok(mut spare) = self.spare.try_lock() {
            *spare = Some(batch);
        }
        done.and_then(|_| deadline.check())
    }
}
