/*
 * kernel.c - the rules for the kernel's objects and functions, as the rest of the verifier sees them.
 */
#include "verifier/kernel.h"
#include "verifier/btf_ptr.h"
#include "verifier/kfunc.h"
#include "verifier/objects.h"
#include "verifier/tracing.h"

const struct kernel_ops kernel_ops = {
	.resolve_call = vf_resolve_kfunc,
	.call = vf_kfunc_call,
	.under_lock = vf_kfunc_under_lock,
	.lower_call = vf_kfunc_lower,
	.resolve_var = vf_resolve_ksym,
	.load_var = vf_load_ksym,
	.access = vf_btf_access,
	.arg = vf_btf_arg,
	.ctx_pointer = vf_btf_ctx_pointer,
	.find_target = vf_find_target,
	.args_access = vf_args_access,
	.target_helper = vf_target_helper,
	.ret_range = vf_target_ret_range,
	.find_struct = vf_kernel_struct,
	.match = vf_btf_match,
	.kptr_access = vf_kptr_access,
	.kptr_place = vf_kptr_place,
	.kptr_value = vf_kptr_value,
	.kptr_release = vf_kptr_release,
	.object_record = vf_object_record,
	.result = vf_btf_result,
	.vma = vf_btf_vma,
};
