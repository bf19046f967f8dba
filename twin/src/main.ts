/** The simulated city: speaks to the hub only as a real device, department, clerk or citizen would. */
import { createHttp } from './clients/http.ts'
import { connectDevice } from './clients/mqtt.ts'
import { createClock } from './clock.ts'
import { readTwinConfig } from './config.ts'
import { airPlay } from './data/air.ts'
import { complaintPlay } from './data/complaints.ts'
import { parkingPlay } from './data/parking.ts'
import { loadDistricts, loadStreets } from './data/places.ts'
import { weatherPlay } from './data/weather.ts'
import { playAir, register, stationEntity } from './players/air.ts'
import { playCitizens } from './players/citizens.ts'
import { playDepartments } from './players/departments.ts'
import { parkEntity, playParking } from './players/parking.ts'
import type { Stage } from './players/player.ts'
import { playWeather, weatherEntities } from './players/weather.ts'
import { playWorkers } from './players/workers.ts'
import { createRandom } from './random.ts'

const CAR_PARKS = 48

const config = readTwinConfig(process.argv.slice(2))
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
// The hub starts the twin as its child: when the hub is gone, the city has nobody to speak to.
process.once('disconnect', () => stopping.abort())

const random = createRandom(config.seed)
const stage: Stage = {
  clock: createClock(config.speed, Date.now()),
  random,
  log: (text) => console.log(`[twin] ${text}`),
  stop: stopping.signal,
  keep: config.keep,
}
const { tokens, http, dataDir, backfillHours } = config
const airService = createHttp(http, tokens.air)
const hotline = createHttp(http, tokens.hotline)
const citizen = createHttp(http, tokens.citizen)

const { code: city } = await airService.get<{ code: string }>('/api/city')
const districts = await loadDistricts(airService, city)
const streets = await loadStreets(airService, districts)
const air = airPlay(dataDir, districts, random)
const parking = parkingPlay(dataDir, streets, CAR_PARKS, random)
const weather = weatherPlay(dataDir, random)
const complaints = complaintPlay(dataDir, random)

// Each source registers its own objects: an object belongs to the unit that registered it.
await register(
  airService,
  air.stations.map((station) => stationEntity(station, air.title)),
)
await register(
  createHttp(http, tokens.parking),
  parking.parks.map((park) => parkEntity(park, parking.title)),
)
await register(createHttp(http, tokens.weather), weatherEntities(city, weather))
stage.log(
  `${air.title} ${air.stations.length}，${parking.title} ${parking.parks.length}，${weather.title}，诉求文本${complaints.real ? '（外地真实）' : '（模拟）'}；时钟 ${config.speed}×`,
)

const parkingDevice = await connectDevice(config.mqtt, config.devices.parking.source, config.devices.parking.secret)
const weatherDevice = await connectDevice(config.mqtt, config.devices.weather.source, config.devices.weather.secret)

await Promise.all([
  playDepartments(stage, createHttp(http, tokens.clerks)),
  playAir(stage, airService, config.sources.air, air, backfillHours),
  playParking(stage, parkingDevice, parking, backfillHours),
  playWeather(stage, weatherDevice, weather, backfillHours),
  playCitizens(stage, hotline, citizen, streets, complaints.next),
  playWorkers(stage, createHttp(http, tokens.grid), createHttp(http, tokens.clerks), streets, complaints.next),
])
await Promise.all([parkingDevice.close(), weatherDevice.close()])
