// Do the types that are generated from the contract say what it promises? Compiled, never run.
import type { components, paths, webhooks } from "./api";

type Schemas = components["schemas"];

const call: Schemas["SolveCall"] = {
  kind: "solve",
  case: { name: "small", first_day: "2026-10-05", days: 7 } as Schemas["Case"],
  request: { time_limit: 60 } as Schemas["SolveRequest"],
  priority: 0,
  metadata: {},
};

export function gapOf(job: Schemas["JobView"]): number | null | undefined {
  return job.kind === "solve" ? job.progress.gap : null;
}

export function tablesOf(job: Schemas["JobView"]): string | null | undefined {
  // @ts-expect-error: a search has no result but its plan, so there is no winter to name
  if (job.kind === "solve") return job.result.winter;
  return job.kind === "winter" ? job.result?.winter : null;
}

type Duties =
  paths["/v1/plans/{plan_id}/tables/duties"]["get"]["responses"][200]["content"]["application/json"];

export function minutesOf(duties: Duties): number {
  return duties.reduce((sum, duty) => sum + (duty.minutes ?? 0), 0);
}

// @ts-expect-error: a duty has no such column
export const misspelt = (duties: Duties) => duties[0].persom;

type Told = webhooks["job.completed"]["post"]["requestBody"]["content"]["application/json"];

export function toldOf(message: Told): Schemas["JobState"] {
  return message.content.state;
}

export const states: Schemas["PlanState"][] = ["draft", "superseded"];
export { call };
