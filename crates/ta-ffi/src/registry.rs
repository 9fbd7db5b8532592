//! What handles stand for. A handle is a number in the shape of a pointer: a slot and the slot's generation. It is looked
//! up and never followed, so one that was freed, or never was one, is an answer and no fault of memory.
#![forbid(unsafe_code)]

use crate::failure::Failure;
use crate::program::{BoundProgram, Live, LoadedPlan};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use ta_engine::Code;

/// Bits of a handle that are the slot; the others are its generation, which is never 0.
const SLOT_BITS: u32 = usize::BITS * 7 / 16;

/// What a handle stands for. A call keeps what it uses: freeing the handle meanwhile takes nothing from under it.
#[derive(Clone)]
pub enum Object {
    Plan(Arc<LoadedPlan>),
    Program(Arc<BoundProgram>),
    Session(Arc<Mutex<Live>>),
}

impl Object {
    fn kind(&self) -> &'static str {
        match self {
            Object::Plan(_) => "plan",
            Object::Program(_) => "program",
            Object::Session(_) => "session",
        }
    }
}

/// A kind of object.
pub trait Kind: Sized {
    const NAME: &'static str;
    fn of(object: &Object) -> Option<Self>;
}

impl Kind for Arc<LoadedPlan> {
    const NAME: &'static str = "plan";
    fn of(object: &Object) -> Option<Self> {
        match object {
            Object::Plan(plan) => Some(plan.clone()),
            _ => None,
        }
    }
}

impl Kind for Arc<BoundProgram> {
    const NAME: &'static str = "program";
    fn of(object: &Object) -> Option<Self> {
        match object {
            Object::Program(program) => Some(program.clone()),
            _ => None,
        }
    }
}

impl Kind for Arc<Mutex<Live>> {
    const NAME: &'static str = "session";
    fn of(object: &Object) -> Option<Self> {
        match object {
            Object::Session(session) => Some(session.clone()),
            _ => None,
        }
    }
}

struct Slot {
    /// The generation of the handle that is alive, or of the next one.
    generation: usize,
    object: Option<Object>,
}

struct Registry {
    slots: Vec<Slot>,
    /// Slots without an object whose generations are not used up.
    free: Vec<usize>,
}

// What holds these locks does not panic half-way, so a poisoned one is as good as any.
static OBJECTS: RwLock<Registry> = RwLock::new(Registry {
    slots: Vec::new(),
    free: Vec::new(),
});

/// Memory that C was given, by its address.
static BUFFERS: Mutex<BTreeMap<usize, Vec<u8>>> = Mutex::new(BTreeMap::new());

impl Registry {
    fn add(&mut self, object: Object) -> Option<usize> {
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None if self.slots.len() >> SLOT_BITS == 0 => {
                self.slots.push(Slot {
                    generation: 1,
                    object: None,
                });
                self.slots.len() - 1
            }
            None => return None,
        };
        self.slots[slot].object = Some(object);
        Some(self.slots[slot].generation << SLOT_BITS | slot)
    }

    fn slot(&self, handle: usize) -> Option<usize> {
        let slot = handle & ((1 << SLOT_BITS) - 1);
        let found = self.slots.get(slot)?;
        (found.generation == handle >> SLOT_BITS && found.object.is_some()).then_some(slot)
    }

    fn take(&mut self, slot: usize) -> Option<Object> {
        let place = &mut self.slots[slot];
        let object = place.object.take();
        // A slot whose generations are used up is never used again, so that no handle ever comes back.
        if place.generation < usize::MAX >> SLOT_BITS {
            place.generation += 1;
            self.free.push(slot);
        }
        object
    }
}

fn gone(kind: &str, found: Option<&Object>) -> Failure {
    let message = match found {
        Some(object) => format!("a handle of a {}, not of a {kind}", object.kind()),
        None => format!("no {kind} has this handle: it was freed, or never was one"),
    };
    Failure::new(Code::HandleInvalid, message)
}

/// A handle for `object`.
pub fn add(object: Object) -> Result<usize, Failure> {
    let mut registry = OBJECTS.write().unwrap_or_else(PoisonError::into_inner);
    registry
        .add(object)
        .ok_or_else(|| Failure::new(Code::BoundExceeded, "too many handles are alive"))
}

/// What `handle` stands for. TA8031 where that is nothing, or of another kind.
pub fn find<T: Kind>(handle: usize) -> Result<T, Failure> {
    let registry = OBJECTS.read().unwrap_or_else(PoisonError::into_inner);
    let object = registry
        .slot(handle)
        .and_then(|slot| registry.slots[slot].object.as_ref());
    object.and_then(T::of).ok_or_else(|| gone(T::NAME, object))
}

/// Ends a handle; what it stood for goes when no call uses it any more. TA8031 as [`find`].
pub fn remove<T: Kind>(handle: usize) -> Result<(), Failure> {
    let removed = {
        let mut registry = OBJECTS.write().unwrap_or_else(PoisonError::into_inner);
        let slot = registry.slot(handle);
        let object = slot.and_then(|slot| registry.slots[slot].object.as_ref());
        if object.and_then(T::of).is_none() {
            return Err(gone(T::NAME, object));
        }
        slot.and_then(|slot| registry.take(slot))
    };
    // Outside of the lock: a large object takes a while.
    drop(removed);
    Ok(())
}

/// Keeps bytes until C frees them, and gives their address. A zero byte follows them, so that a text ends.
pub fn keep(mut bytes: Vec<u8>) -> *mut u8 {
    bytes.push(0);
    let address = bytes.as_mut_ptr();
    let mut buffers = BUFFERS.lock().unwrap_or_else(PoisonError::into_inner);
    buffers.insert(address as usize, bytes);
    address
}

/// Frees what [`keep`] kept. TA8031 for memory that it did not give, or that was freed.
pub fn release(address: usize) -> Result<(), Failure> {
    let mut buffers = BUFFERS.lock().unwrap_or_else(PoisonError::into_inner);
    match buffers.remove(&address) {
        Some(_) => Ok(()),
        None => Err(Failure::new(
            Code::HandleInvalid,
            "no memory of this library begins there: it was freed, or never was given",
        )),
    }
}

/// Handles and buffers that are alive.
pub fn alive() -> usize {
    let registry = OBJECTS.read().unwrap_or_else(PoisonError::into_inner);
    let handles = registry.slots.iter().filter(|slot| slot.object.is_some()).count();
    let buffers = BUFFERS.lock().unwrap_or_else(PoisonError::into_inner);
    handles + buffers.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ta_engine::{Limits, Plan};

    fn object() -> Object {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../golden/plans/mean.plan");
        let bytes = std::fs::read(path).expect("a golden plan");
        let plan = Plan::load(&bytes, &Limits::default()).expect("a golden plan");
        Object::Plan(Arc::new(LoadedPlan::new(plan)))
    }

    #[test]
    fn no_handle_comes_back_when_its_slot_does() {
        let mut registry = Registry {
            slots: Vec::new(),
            free: Vec::new(),
        };
        let mut handles = Vec::new();
        for _ in 0..3 {
            let handle = registry.add(object()).expect("there is room");
            assert!(!handles.contains(&handle) && handle != 0);
            assert_eq!(registry.slot(handle), Some(0), "the slot is used again");
            assert!(registry.take(0).is_some());
            assert_eq!(registry.slot(handle), None);
            handles.push(handle);
        }
    }

    #[test]
    fn a_slot_whose_generations_are_used_up_is_left() {
        let most = usize::MAX >> SLOT_BITS;
        let mut registry = Registry {
            slots: vec![Slot {
                generation: most,
                object: None,
            }],
            free: vec![0],
        };
        let last = registry.add(object()).expect("there is room");
        assert_eq!((registry.slot(last), last >> SLOT_BITS), (Some(0), most));
        registry.take(0);
        assert_eq!(registry.slot(last), None);
        let next = registry.add(object()).expect("there is room");
        assert_eq!(registry.slot(next), Some(1));
    }

    #[test]
    fn memory_is_freed_once() {
        let kept = keep(b"text".to_vec()) as usize;
        assert!(release(kept + 1).is_err());
        assert!(release(kept).is_ok());
        assert_eq!(release(kept).expect_err("it is gone").code, 8031);
    }
}
