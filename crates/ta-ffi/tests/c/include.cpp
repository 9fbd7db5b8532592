// The header is C++ too, and links.
#include "laakhay_ta.h"

int main() {
    ta_engine_plan *plan = nullptr;
    const ta_engine_status status = ta_engine_plan_load(nullptr, 0, nullptr, &plan);
    return status == TA_ENGINE_INVALID_PLAN && plan == nullptr && ta_engine_abi_version() == TA_ENGINE_ABI_VERSION ? 0 : 1;
}
