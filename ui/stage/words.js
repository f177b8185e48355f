// What the stage says, from a status to plain sentences. No user text passes through here.

const PHASES = {
  loading: "Loading the model",
  encoding: "Reading the prompt",
  denoising: "Painting",
  decoding: "Developing the picture",
  finishing: "Finishing",
};

export function phaseLine(status) {
  switch (status.state) {
    case "queued":
      return status.position ? `Waiting in line, number ${status.position}` : "Waiting";
    case "loading":
    case "running":
      return status.stopping ? "Stopping" : (PHASES[status.phase] ?? "Starting");
    case "done":
      return status.example ? "An example, painted earlier" : "Done";
    case "stopped":
      return "Stopped";
    case "failed":
      return "No picture";
    default:
      return status.readiness ?? "";
  }
}

export function countLine(step, steps) {
  return steps ? `step ${step} of ${steps}` : "";
}

export function numbersLine(status) {
  const parts = [];
  const speed = status.steps_per_s;
  const busy = ["queued", "loading", "running"].includes(status.state);
  if (speed && status.state !== "queued") {
    parts.push(speed >= 1 ? `${speed.toFixed(1)} it/s` : `${(1 / speed).toFixed(1)} s/it`);
  }
  if (busy && status.eta_s != null) parts.push(`${seconds(status.eta_s)} left`);
  if (!busy && status.elapsed_s) parts.push(seconds(status.elapsed_s));
  return parts.join(" · ");
}

export function seconds(value) {
  const whole = Math.round(value);
  if (whole >= 90) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return value >= 10 ? `${whole} s` : `${value.toFixed(1)} s`;
}

export function titleLine(status, step) {
  if (["queued", "loading"].includes(status.state)) return "… Emerge";
  if (status.state === "running") return `${step}/${status.steps} Emerge`;
  if (status.state === "done" && !status.example) return "✓ Emerge";
  return "Emerge";
}
