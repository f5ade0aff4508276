// What a client does with the types of the contract; compiled by types.mjs, never run. Where a line must not compile it
// says so, and the compiler objects when it does.
import type { components, operations, paths } from './contract';

type Schemas = components['schemas'];
type Body<Id extends keyof operations> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Content } };
} ? Content : never;

export const report: Body<'take_damage_report'> = {
  programme: 'PL', species: 'wild_boar', damage_from: '2025-09-18', damage_to: '2025-09-20',
  discovered_at: '2025-09-20T07:30', village: 'zhangcun-yaotou',
  households: [{
    name: '段新田', kind: 'person', identity: '140829190001010014', phone: '13000000001', account: '6200000000000000018',
    items: [{ plot: '沟东1号地', crop: 'maize', area: '3.5' }],
  }],
};

// Money is text, and a request has no members of its own making.
// @ts-expect-error: a number is not money
export const approval: Body<'approve_claim'> = { determination: 1, amount: 2400 };
// @ts-expect-error: there is no such member
export const notice: Body<'post_notice_of_claim'> = { place: '村务公开栏', days: 3 };

export function mayPay(claim: Schemas['Claim']): boolean {
  // @ts-expect-error: there is no such state
  if (claim.state === 'accrued') return false;
  return claim.state === 'approved' && claim.waits === null;
}

// A payment's result is told apart by its word.
export function said(result: Schemas['PaymentResult']): string {
  return result.result === 'confirmed' ? result.bank_reference : result.reason;
}

// A problem's code is one of a few, and its status goes with it.
export function isStale(problem: Schemas['PreconditionFailedProblem']): boolean {
  const status: 412 = problem.status;
  return status === 412 && problem.type === '/problems/stale_version';
}

export const held: paths['/api/v1/policies/{policy}/held-approvals']['post'] extends never ? never : true = true;
