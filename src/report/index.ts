// The report's one door.
export { writeReport } from "./write-report.ts";
