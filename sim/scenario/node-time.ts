// Times of a task that depend on the node, by name, group or device.

/** What is given by the most special of a node's names: its own, then its group's, then its device's. */
export function timeOn<T>(time: Readonly<Record<string, T>>, name: string, group: string, device: string): T {
  return time[name] ?? time[group] ?? time[device]!;
}
