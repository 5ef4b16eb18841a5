import Screen
enum WiringView { static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {} }
