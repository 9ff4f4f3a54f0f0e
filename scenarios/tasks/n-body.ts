// The four great planets and the sun for a number of steps of 0.01 years: the n-body program of the Computer Language
// Benchmarks Game. Input: the number of steps (u32, little-endian). Output: the energy before and after, two f64,
// little-endian. The system starts anew in each run.

import { output, reserve } from './abi';

export { alloc } from './abi';

const BODIES: i32 = 5;
/** Position, velocity, mass: seven f64. */
const BODY: i32 = 56;
const VELOCITY: usize = 24;
const MASS: usize = 48;
const STEP: f64 = 0.01;

const DAYS: f64 = 365.24;
const SOLAR_MASS: f64 = 4 * 3.141592653589793 * 3.141592653589793;

export function run(input: i32, length: i32): i64 {
  if (length !== 4) unreachable();
  const bodies = reserve(BODIES * BODY);
  const energies = reserve(16);
  const steps = load<u32>(input);
  begin(bodies);
  store<f64>(energies, energy(bodies));
  for (let step: u32 = 0; step < steps; step++) advance(bodies);
  store<f64>(energies, energy(bodies), 8);
  return output(energies, 16);
}

/** From the units of the table to au and years. The sun moves so that the whole stands still. */
function begin(bodies: usize): void {
  memory.copy(bodies, BEGINNING, BODIES * BODY);
  let x: f64 = 0;
  let y: f64 = 0;
  let z: f64 = 0;
  for (let body = bodies; body < bodies + BODIES * BODY; body += BODY) {
    const velocity = body + VELOCITY;
    store<f64>(velocity, load<f64>(velocity) * DAYS);
    store<f64>(velocity, load<f64>(velocity, 8) * DAYS, 8);
    store<f64>(velocity, load<f64>(velocity, 16) * DAYS, 16);
    const mass = load<f64>(body, MASS) * SOLAR_MASS;
    store<f64>(body, mass, MASS);
    x += load<f64>(velocity) * mass;
    y += load<f64>(velocity, 8) * mass;
    z += load<f64>(velocity, 16) * mass;
  }
  store<f64>(bodies + VELOCITY, -x / SOLAR_MASS);
  store<f64>(bodies + VELOCITY, -y / SOLAR_MASS, 8);
  store<f64>(bodies + VELOCITY, -z / SOLAR_MASS, 16);
}

function advance(bodies: usize): void {
  const end = bodies + BODIES * BODY;
  for (let one = bodies; one < end; one += BODY) {
    for (let other = one + BODY; other < end; other += BODY) attract(one, other);
  }
  for (let body = bodies; body < end; body += BODY) {
    store<f64>(body, load<f64>(body) + STEP * load<f64>(body, 24));
    store<f64>(body, load<f64>(body, 8) + STEP * load<f64>(body, 32), 8);
    store<f64>(body, load<f64>(body, 16) + STEP * load<f64>(body, 40), 16);
  }
}

function attract(one: usize, other: usize): void {
  const dx = load<f64>(one) - load<f64>(other);
  const dy = load<f64>(one, 8) - load<f64>(other, 8);
  const dz = load<f64>(one, 16) - load<f64>(other, 16);
  const square = dx * dx + dy * dy + dz * dz;
  const pull = STEP / (square * Math.sqrt(square));
  push(one + VELOCITY, dx, dy, dz, -load<f64>(other, MASS) * pull);
  push(other + VELOCITY, dx, dy, dz, load<f64>(one, MASS) * pull);
}

function push(velocity: usize, dx: f64, dy: f64, dz: f64, by: f64): void {
  store<f64>(velocity, load<f64>(velocity) + dx * by);
  store<f64>(velocity, load<f64>(velocity, 8) + dy * by, 8);
  store<f64>(velocity, load<f64>(velocity, 16) + dz * by, 16);
}

function energy(bodies: usize): f64 {
  const end = bodies + BODIES * BODY;
  let sum: f64 = 0;
  for (let one = bodies; one < end; one += BODY) {
    const mass = load<f64>(one, MASS);
    const x = load<f64>(one, 24);
    const y = load<f64>(one, 32);
    const z = load<f64>(one, 40);
    sum += 0.5 * mass * (x * x + y * y + z * z);
    for (let other = one + BODY; other < end; other += BODY) {
      const dx = load<f64>(one) - load<f64>(other);
      const dy = load<f64>(one, 8) - load<f64>(other, 8);
      const dz = load<f64>(one, 16) - load<f64>(other, 16);
      sum -= (mass * load<f64>(other, MASS)) / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return sum;
}

/** Position (au), velocity (au by the day), mass (suns). */
// biome-ignore format: two lines for each body
const BEGINNING = memory.data<f64>([
  // The sun
  0, 0, 0, 0, 0, 0, 1,
  // Jupiter
  4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
  1.66007664274403694e-3, 7.69901118419740425e-3, -6.90460016972063023e-5, 9.54791938424326609e-4,
  // Saturn
  8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
  -2.76742510726862411e-3, 4.99852801234917238e-3, 2.30417297573763929e-5, 2.85885980666130812e-4,
  // Uranus
  12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
  2.96460137564761618e-3, 2.37847173959480950e-3, -2.96589568540237556e-5, 4.36624404335156298e-5,
  // Neptune
  15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
  2.68067772490389322e-3, 1.62824170038242295e-3, -9.51592254519715870e-5, 5.15138902046611451e-5,
]);
