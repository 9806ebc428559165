import { PAGES, testPages } from './pages.ts'

testPages(PAGES.project)
