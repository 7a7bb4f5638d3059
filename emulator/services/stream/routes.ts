// Every operation of Stream's API. A resource exports its routes from its own folder, and is added here.
import { appRoutes } from './app/app.ts'
import { callTypeRoutes } from './call-types/call-types.ts'
import type { Route } from './route.ts'
import { taskRoutes } from './tasks/tasks.ts'
import { userRoutes } from './users/routes.ts'

export const routes: readonly Route[] = [...appRoutes, ...callTypeRoutes, ...taskRoutes, ...userRoutes]
